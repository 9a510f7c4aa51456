import type { Defect, DefectReason } from '../core/source.ts';
import { joinBytes } from '../core/bytes.ts';

/** A record as it was found: bytes that begin and end like an object, not yet parsed. */
export interface RecordSpan {
  /** Line in the file, counted from 1, on which it begins. */
  readonly line: number;
  /** Exactly the object's bytes. A view into what was read: copy it to keep it. */
  readonly bytes: Uint8Array;
}

/** What a file is made of, in its order. */
export type Piece = RecordSpan | Defect;

/** A record longer than this counts as never ending, unless told otherwise: a broken file must not fill the memory. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;

const EXCERPT_CHARACTERS = 120;
// No UTF-8 character takes more than four bytes.
const EXCERPT_BYTES = EXCERPT_CHARACTERS * 4;

/** Whether a piece is a record. */
export function isRecord(piece: Piece): piece is RecordSpan {
  return 'bytes' in piece;
}

/** Describes a piece that is left aside. */
export function defectAt(line: number, reason: DefectReason, bytes: Uint8Array): Defect {
  const text = new TextDecoder().decode(bytes.subarray(0, EXCERPT_BYTES));
  return { line, reason, excerpt: [...text].slice(0, EXCERPT_CHARACTERS).join('') };
}

/** Gathers a piece that lies across slices; of one that is too long only the beginning. */
export class PieceBytes {
  readonly #maxBytes: number;
  #parts: Uint8Array[] = [];
  #sizeBytes = 0;

  constructor(maxBytes = MAX_RECORD_BYTES) {
    this.#maxBytes = maxBytes;
  }

  get empty(): boolean {
    return this.#sizeBytes === 0;
  }

  /** Longer than a record may be. */
  get tooLong(): boolean {
    return this.#sizeBytes > this.#maxBytes;
  }

  /** Holds as much as an excerpt can show. */
  get fillsExcerpt(): boolean {
    return this.#sizeBytes >= EXCERPT_BYTES;
  }

  add(part: Uint8Array): void {
    if (!this.tooLong) this.#parts.push(part);
    this.#sizeBytes += part.length;
  }

  /** The whole piece; the next one starts empty. A view when it lay in one slice. */
  take(): Uint8Array {
    const [first, ...rest] = this.#parts;
    const whole = first && rest.length === 0 ? first : joinBytes(this.#parts);
    this.#parts = [];
    this.#sizeBytes = 0;
    return whole;
  }
}
