import { LINE_FEED, OPEN_BRACE, trimSpace } from '../ascii.ts';
import { defectAt, isRecord, type Piece, PieceBytes } from '../piece.ts';
import { parseRecord, whyNoRecord } from '../record.ts';
import type { RecordScanner } from './container.ts';

/** Cuts lines. Those that begin like an object become records, others defects; blank ones are passed over. */
export class JsonlScanner implements RecordScanner {
  readonly finished = false;
  readonly #bytes: PieceBytes;
  #line = 1;

  constructor(maxRecordBytes?: number) {
    this.#bytes = new PieceBytes(maxRecordBytes);
  }

  push(bytes: Uint8Array): Piece[] {
    const pieces: Piece[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end !== -1; end = bytes.indexOf(LINE_FEED, start)) {
      this.#bytes.add(bytes.subarray(start, end));
      pieces.push(...this.#takeLine());
      start = end + 1;
    }
    if (start < bytes.length) this.#bytes.add(bytes.subarray(start));
    return pieces;
  }

  /** The last line may lack its line feed. One that cannot be parsed then counts as cut off: a broken download ends so. */
  end(): Piece[] {
    const line = this.#line;
    return this.#takeLine().map((piece) =>
      isRecord(piece) && parseRecord(piece.bytes) === 'not-json' ? defectAt(line, 'cut-off', piece.bytes) : piece,
    );
  }

  #takeLine(): Piece[] {
    const line = this.#line++;
    const { tooLong } = this.#bytes;
    const bytes = trimSpace(this.#bytes.take());
    if (bytes.length === 0) return [];
    if (tooLong) return [defectAt(line, 'cut-off', bytes)];
    return [bytes[0] === OPEN_BRACE ? { line, bytes } : defectAt(line, whyNoRecord(bytes), bytes)];
  }
}
