/** Decodes tokens to text, as a tokenizer does. Never called with an empty list. */
export type DecodeTokens = (tokens: number[]) => string;

/** What decoders put in place of a character whose bytes are not all there. */
const INCOMPLETE = '\uFFFD';

/** A character has at most four bytes, so when this many tokens have not completed it, its bytes are really wrong. */
const MAX_OPEN_TOKENS = 8;

/**
 * Turns the tokens of one answer into text as they come. A piece holds whole characters only, and
 * all pieces together are the text that decoding all tokens at once gives.
 */
export class TextStream {
  readonly #decode: DecodeTokens;
  /** The tokens of the last piece, then those that have given no text yet. Decoders treat the first token of a text specially, so a piece is decoded behind its predecessor. */
  #tokens: number[] = [];
  #known = '';
  #knownCount = 0;
  /** How many tokens in a row have left a character open. */
  #openCount = 0;

  constructor(decode: DecodeTokens) {
    this.#decode = decode;
  }

  /** The text that `token` completes: `''` while a character is still open. */
  push(token: number): string {
    this.#tokens.push(token);
    const text = this.#decode(this.#tokens);
    this.#openCount = text.endsWith(INCOMPLETE) ? this.#openCount + 1 : 0;
    return this.#openCount > 0 && this.#openCount < MAX_OPEN_TOKENS ? '' : this.#take(text);
  }

  /** What is left when no token comes any more: usually `''`. */
  end(): string {
    return this.#tokens.length > this.#knownCount ? this.#take(this.#decode(this.#tokens)) : '';
  }

  #take(text: string): string {
    const piece = text.slice(this.#known.length);
    // A special token leaves no text, nor does a space at the very beginning, but the latter matters to what follows.
    if (piece === '') return '';
    this.#tokens = this.#tokens.slice(this.#knownCount);
    this.#knownCount = this.#tokens.length;
    this.#known = this.#decode(this.#tokens);
    this.#openCount = 0;
    return piece;
  }
}
