/** About one frame of a screen: more often nobody can see new text. */
const INTERVAL_MS = 16;

/**
 * Gathers the pieces of one answer and hands them on at most once per frame, in order, none lost.
 * A small model writes thousands of tokens a second; a message for each would keep the page busy with reading.
 */
export class PieceBatch {
  readonly #emit: (text: string) => void;
  #waiting = '';
  #timer: ReturnType<typeof setTimeout> | undefined;
  #emittedAtMs = -Infinity;

  constructor(emit: (text: string) => void) {
    this.#emit = emit;
  }

  /** Takes the next piece; it goes out at once when the last message is a frame old, else with the next message. An empty one, which is a sign and no text, always goes out at once. */
  add(piece: string): void {
    if (piece === '') return this.#emit('');
    this.#waiting += piece;
    if (this.#timer !== undefined) return;
    const sinceMs = performance.now() - this.#emittedAtMs;
    if (sinceMs >= INTERVAL_MS) this.flush();
    else this.#timer = setTimeout(() => this.flush(), INTERVAL_MS - sinceMs);
  }

  /** Hands on what waits, if anything. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#waiting === '') return;
    const text = this.#waiting;
    this.#waiting = '';
    this.#emittedAtMs = performance.now();
    this.#emit(text);
  }
}
