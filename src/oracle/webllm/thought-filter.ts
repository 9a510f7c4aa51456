const OPENING = '<think>';
const CLOSING = '</think>';

/** Lines that the engine leaves empty behind a thought that it closes itself. */
const EMPTY_LINES = 2;

/**
 * Takes the chain of thought off the front of an answer that comes in pieces. Also an empty one: told not
 * to think, the engine puts an empty block before the answer. Such tags further on are the answer's own.
 */
export class ThoughtFilter {
  #part: 'start' | 'thought' | 'gap' | 'answer';
  /** How much white space may still be taken off behind the thought. */
  #gapLeft: number;
  #held = '';

  /** `free`: the model may have thought, and no white space begins its answer. `given`: only the empty block, as the engine writes it. `none`: all is answer. */
  constructor(thought: 'free' | 'given' | 'none' = 'free') {
    this.#part = thought === 'none' ? 'answer' : 'start';
    this.#gapLeft = thought === 'given' ? EMPTY_LINES : Infinity;
  }

  /** Takes the next piece; gives the text that is surely the answer's, maybe `''`. */
  add(piece: string): string {
    this.#held += piece;
    if (this.#part === 'start') this.#decide();
    if (this.#part === 'thought') this.#skipThought();
    if (this.#part === 'gap') this.#skipGap();
    return this.#part === 'answer' ? this.#release() : '';
  }

  /** Gives what was held back while it could still have become a tag. Call once, at the end. */
  end(): string {
    return this.#part === 'start' ? this.#release() : '';
  }

  #decide(): void {
    const text = this.#held.trimStart();
    if (text.startsWith(OPENING)) {
      this.#part = 'thought';
      this.#held = text.slice(OPENING.length);
    } else if (!OPENING.startsWith(text)) {
      this.#part = 'answer';
    }
  }

  #skipThought(): void {
    const end = this.#held.indexOf(CLOSING);
    if (end >= 0) this.#part = 'gap';
    // Of an unfinished thought only the beginning of a closing tag has to be kept.
    this.#held = end >= 0 ? this.#held.slice(end + CLOSING.length) : this.#held.slice(1 - CLOSING.length);
  }

  #skipGap(): void {
    const blanks = Math.min(this.#gapLeft, this.#held.length - this.#held.trimStart().length);
    this.#gapLeft -= blanks;
    this.#held = this.#held.slice(blanks);
    if (this.#held !== '' || this.#gapLeft === 0) this.#part = 'answer';
  }

  #release(): string {
    const text = this.#held;
    this.#held = '';
    return text;
  }
}
