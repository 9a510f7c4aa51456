/** Decodes tokens to text, as a tokenizer does. Never called with an empty list. */
export type DecodeTokens = (tokens: number[]) => string;

/** What decoders put in place of a character whose bytes are not all there. */
const INCOMPLETE = '\uFFFD';

/** A character has at most four bytes, so with more tokens waiting the bytes are really wrong. */
const MAX_WAITING_TOKENS = 8;

/**
 * Turns the tokens of one answer into text as they come. A piece holds whole characters only, and
 * all pieces together are the text that decoding all tokens at once gives.
 */
export class TextStream {
  readonly #decode: DecodeTokens;
  /** The tokens of the last piece, then those that wait. Decoders treat the first token of a text specially, so a piece is decoded behind its predecessor. */
  #tokens: number[] = [];
  #known = '';
  #knownCount = 0;

  constructor(decode: DecodeTokens) {
    this.#decode = decode;
  }

  /** The text that `token` completes: `''` while a character is still open. */
  push(token: number): string {
    this.#tokens.push(token);
    const text = this.#decode(this.#tokens);
    const waiting = this.#tokens.length - this.#knownCount;
    if (text.endsWith(INCOMPLETE) && waiting < MAX_WAITING_TOKENS) return '';
    return this.#take(text);
  }

  /** What is left when no token comes any more: usually `''`. */
  end(): string {
    return this.#tokens.length > this.#knownCount ? this.#take(this.#decode(this.#tokens)) : '';
  }

  #take(text: string): string {
    const piece = text.slice(this.#known.length);
    if (piece === '') {
      // A special token, which leaves no text: keep what precedes the next piece.
      this.#tokens.length = this.#knownCount;
      return '';
    }
    this.#tokens = this.#tokens.slice(this.#knownCount);
    this.#knownCount = this.#tokens.length;
    this.#known = this.#decode(this.#tokens);
    return piece;
  }
}
