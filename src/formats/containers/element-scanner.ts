import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, LINE_FEED, OPEN_BRACE, OPEN_BRACKET, QUOTE } from '../ascii.ts';

/**
 * Finds the end of one object, array or string of a JSON text that comes in slices.
 *
 * Only brackets of the element's own kind are counted: `{"a": [1}` then ends where its author meant it
 * to, and the parser says what is wrong with it, while the elements after it are still found.
 */
export class ElementScanner {
  #open = 0;
  #close = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The element has ended. */
  closed = true;
  /** Line feeds passed since the beginning. */
  lineFeeds = 0;

  /** Whether an object, array or string begins with this byte. */
  static opens(byte: number | undefined): boolean {
    return byte === OPEN_BRACE || byte === OPEN_BRACKET || byte === QUOTE;
  }

  /** Starts over for an element that begins with `first`. */
  begin(first: number): void {
    this.#open = first === OPEN_BRACKET ? OPEN_BRACKET : OPEN_BRACE;
    this.#close = first === OPEN_BRACKET ? CLOSE_BRACKET : CLOSE_BRACE;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.closed = false;
    this.lineFeeds = 0;
  }

  /** Goes on at `from`; returns where the element ends, or the length of `bytes` when it goes on. */
  scan(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && !this.closed) at = this.#inString ? this.#scanString(bytes, at) : this.#scanStructure(bytes, at);
    return at;
  }

  #scanStructure(bytes: Uint8Array, from: number): number {
    let depth = this.#depth;
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at++];
      if (byte === QUOTE) {
        this.#inString = true;
        break;
      }
      if (byte === LINE_FEED) this.lineFeeds++;
      else if (byte === this.#open) depth++;
      else if (byte === this.#close && --depth === 0) {
        this.closed = true;
        break;
      }
    }
    this.#depth = depth;
    return at;
  }

  #scanString(bytes: Uint8Array, from: number): number {
    let escaped = this.#escaped;
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at++];
      if (byte === LINE_FEED) this.lineFeeds++;
      if (escaped) escaped = false;
      else if (byte === BACKSLASH) escaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        this.closed = this.#depth === 0;
        break;
      }
    }
    this.#escaped = escaped;
    return at;
  }
}
