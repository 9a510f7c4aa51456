/**
 * Keeps the screen on, and with it most machines awake, for as long as somebody wants it. The browser takes the lock back
 * when the page is hidden; it is asked for again when the page is back. Where it is refused, everything works without.
 */
export class WakeLock {
  /** The screen is being kept on. */
  held = $state(false);
  #wanted = false;
  #sentinel: WakeLockSentinel | undefined;

  constructor() {
    document.addEventListener('visibilitychange', () => void this.#ask());
  }

  /** Keeps the screen on from now on. */
  want(): void {
    this.#wanted = true;
    void this.#ask();
  }

  /** Lets the screen go dark again. */
  letGo(): void {
    this.#wanted = false;
    void this.#sentinel?.release().catch(() => undefined);
  }

  async #ask(): Promise<void> {
    if (!this.#wanted || this.held || document.visibilityState !== 'visible') return;
    try {
      // Absent on insecure pages and in some browsers, whatever the types say.
      const api = (navigator as Partial<Navigator>).wakeLock;
      if (api) this.#hold(await api.request('screen'));
    } catch {
      // Refused, as on a low battery: `held` stays false and says so.
    }
  }

  #hold(sentinel: WakeLockSentinel): void {
    this.#sentinel = sentinel;
    this.held = true;
    sentinel.addEventListener('release', () => (this.held = false));
    // Perhaps nobody wants it any more by now.
    if (!this.#wanted) this.letGo();
  }
}
