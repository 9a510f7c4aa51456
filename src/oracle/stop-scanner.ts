/**
 * Looks for the first of some texts in a text that comes in pieces. What could still become one of them is held back, so
 * nothing of it gets out; where the pieces are cut makes no difference.
 */
export class StopScanner {
  readonly #stops: readonly string[];
  #held = '';
  #found = false;

  /** Empty stop texts are left out: they would end every answer before it begins. */
  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== '');
  }

  /** Whether one of the texts has come; nothing is to be pushed afterwards. */
  get found(): boolean {
    return this.#found;
  }

  /** Takes the next piece; gives the text that surely stands before any stop. */
  push(piece: string): string {
    const text = this.#held + piece;
    const stopAt = this.#firstStop(text);
    this.#found = stopAt !== undefined;
    const cut = stopAt ?? text.length - this.#openLength(text);
    this.#held = this.#found ? '' : text.slice(cut);
    return text.slice(0, cut);
  }

  /** What was held back when no more text comes. */
  end(): string {
    const text = this.#held;
    this.#held = '';
    return text;
  }

  /** Where the stop begins that is complete first; of several that end in the same place, the longest. */
  #firstStop(text: string): number | undefined {
    let first: { start: number; end: number } | undefined;
    for (const stop of this.#stops) {
      const start = text.indexOf(stop);
      const end = start + stop.length;
      if (start >= 0 && (!first || end < first.end || (end === first.end && start < first.start))) first = { start, end };
    }
    return first?.start;
  }

  /** The length of the longest ending of `text` with which a stop may begin. */
  #openLength(text: string): number {
    const longest = Math.max(0, ...this.#stops.map((stop) => stop.length - 1));
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const ending = text.slice(-length);
      if (this.#stops.some((stop) => stop.length > length && stop.startsWith(ending))) return length;
    }
    return 0;
  }
}
