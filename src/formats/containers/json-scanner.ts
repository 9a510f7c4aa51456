import { CLOSE_BRACKET, COMMA, isSpace, LINE_FEED, OPEN_BRACE, OPEN_BRACKET } from '../ascii.ts';
import { defectAt, type Piece, PieceBytes } from '../piece.ts';
import { whyNoRecord } from '../record.ts';
import type { RecordScanner } from './container.ts';
import { ElementScanner } from './element-scanner.ts';

type Place = 'before' | 'between' | 'element' | 'junk' | 'after' | 'rest' | 'finished';

/**
 * Cuts a JSON array into its elements. Objects become records; other elements, and what stands between
 * elements and is no JSON, become defects. Missing or extra commas lose nothing and are passed over.
 * An array without its end, with an element that is too long, or with something behind its end gives
 * one last defect.
 */
export class JsonScanner implements RecordScanner {
  readonly #element = new ElementScanner();
  readonly #bytes: PieceBytes;
  #place: Place = 'before';
  #line = 1;
  /** Line on which the current piece begins. */
  #pieceLine = 1;
  #pieces: Piece[] = [];

  constructor(maxRecordBytes?: number) {
    this.#bytes = new PieceBytes(maxRecordBytes);
  }

  get finished(): boolean {
    return this.#place === 'finished';
  }

  push(bytes: Uint8Array): Piece[] {
    this.#pieces = [];
    let at = 0;
    while (at < bytes.length && !this.finished) at = this.#step(bytes, at);
    return this.#pieces;
  }

  end(): Piece[] {
    this.#pieces = [];
    if (this.#place === 'rest') this.#breakOff('not-json');
    else if (this.#place !== 'after') this.#breakOff('cut-off');
    return this.#pieces;
  }

  #step(bytes: Uint8Array, at: number): number {
    if (this.#place === 'element') return this.#goOn(bytes, at);
    if (this.#place === 'junk') return this.#goOnInJunk(bytes, at);
    if (this.#place === 'rest') return this.#gatherRest(bytes, at);
    return this.#enter(bytes, at);
  }

  /** Takes one byte between elements, or begins the piece that starts with it. */
  #enter(bytes: Uint8Array, at: number): number {
    const byte = bytes[at];
    this.#pieceLine = this.#line;
    if (byte === LINE_FEED) this.#line++;
    if (isSpace(byte)) return at + 1;
    if (this.#place === 'after') return this.#gatherRest(bytes, at);
    if (this.#place === 'before' && byte === OPEN_BRACKET) this.#place = 'between';
    else if (byte === CLOSE_BRACKET) this.#place = 'after';
    else if (byte !== COMMA) return this.#begin(bytes, at);
    return at + 1;
  }

  #begin(bytes: Uint8Array, at: number): number {
    const first = bytes[at] ?? 0;
    if (!ElementScanner.opens(first)) {
      this.#place = 'junk';
      return this.#goOnInJunk(bytes, at);
    }
    this.#place = 'element';
    this.#element.begin(first);
    return this.#goOn(bytes, at);
  }

  #goOn(bytes: Uint8Array, at: number): number {
    const end = this.#element.scan(bytes, at);
    this.#bytes.add(bytes.subarray(at, end));
    if (this.#bytes.tooLong) this.#breakOff('cut-off');
    else if (this.#element.closed) {
      this.#line += this.#element.lineFeeds;
      this.#finish();
    }
    return end;
  }

  /** A number, a literal, or nothing that JSON knows: ends where an element or the line does. */
  #goOnInJunk(bytes: Uint8Array, from: number): number {
    let at = from;
    while (at < bytes.length && !endsJunk(bytes[at])) at++;
    this.#bytes.add(bytes.subarray(from, at));
    if (at < bytes.length) this.#finish();
    return at;
  }

  #finish(): void {
    const bytes = this.#bytes.take();
    this.#place = 'between';
    if (bytes[0] === OPEN_BRACE) this.#pieces.push({ line: this.#pieceLine, bytes });
    else this.#pieces.push(defectAt(this.#pieceLine, whyNoRecord(bytes), bytes));
  }

  /** What stands behind the array's end: enough of it to show. */
  #gatherRest(bytes: Uint8Array, at: number): number {
    this.#place = 'rest';
    this.#bytes.add(bytes.subarray(at));
    if (this.#bytes.fillsExcerpt) this.#breakOff('not-json');
    return bytes.length;
  }

  #breakOff(reason: 'cut-off' | 'not-json'): void {
    const line = this.#bytes.empty ? this.#line : this.#pieceLine;
    this.#pieces.push(defectAt(line, reason, this.#bytes.take()));
    this.#place = 'finished';
  }
}

function endsJunk(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSE_BRACKET || byte === LINE_FEED || ElementScanner.opens(byte);
}
