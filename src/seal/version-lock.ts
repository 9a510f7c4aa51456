/** Web Locks that say in which tabs work goes on that must not be moved to another version of the app. */
export class VersionLock {
  // lib.dom takes it for granted; pages that are not secure do not have it.
  readonly #manager = navigator.locks as LockManager | undefined;
  readonly #name: string;

  /** `scope` is the app's folder, since other apps may live at the same origin. */
  constructor(scope: string) {
    this.#name = `tain-version ${scope}`;
  }

  /** Holds on to this version until the returned function is called or the tab is closed. */
  hold(): () => void {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    void this.#manager?.request(this.#name, { mode: 'shared' }, () => released);
    return release;
  }

  /** Does the work while no tab holds on to its version, and keeps any from beginning to meanwhile. Resolves with whether it was done. */
  async whenFree(work: () => Promise<void>): Promise<boolean> {
    if (!this.#manager) return false;
    return this.#manager.request(this.#name, { mode: 'exclusive', ifAvailable: true }, async (lock) => {
      if (lock) await work();
      return lock !== null;
    });
  }
}
