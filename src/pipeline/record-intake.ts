import type { SourceRecord } from '../core/row.ts';
import { type Defect, MAX_LISTED_DEFECTS, type Source } from '../core/source.ts';
import { defectAt, isRecord, type Piece, type RecordSpan } from '../formats/piece.ts';
import { parseRecord, type RecordObject } from '../formats/record.ts';
import { SHAPES } from '../formats/shapes/shapes.ts';
import type { Shape } from '../formats/shapes/shape.ts';
import type { Store } from '../store/store.ts';
import { Fingerprint } from './fingerprint.ts';

/** What the records of a file say about it. */
export type IntakeFacts = Pick<Source, 'shape' | 'rowCount' | 'rowsWithInput' | 'defectCount' | 'defects' | 'sha256'>;

// Part of the fingerprint: another size gives every file another one.
const BATCH_BYTES = 1024 * 1024;

/** Takes a file's pieces in order: usable records go to the store in batches, the rest is counted. */
export class RecordIntake {
  readonly #sourceId: string;
  readonly #store: Store;
  readonly #fingerprint = new Fingerprint();
  /** Those that fit every record so far, narrow ones first. */
  #shapes: readonly Shape[] = Object.values(SHAPES);
  #batch: SourceRecord[] = [];
  #batchBytes = 0;
  #rowsWithInput = 0;
  #defectCount = 0;
  readonly #defects: Defect[] = [];
  rowCount = 0;

  constructor(sourceId: string, store: Store) {
    this.#sourceId = sourceId;
    this.#store = store;
  }

  /** Takes pieces; resolves when every batch that they filled is stored. Rejects with StoreError. */
  async take(pieces: readonly Piece[]): Promise<void> {
    for (const piece of pieces) {
      if (isRecord(piece)) this.#takeRecord(piece);
      else this.#leave(piece);
      if (this.#batchBytes >= BATCH_BYTES) await this.#flush();
    }
  }

  /** Stores the last batch and resolves with what was found. Rejects with StoreError. */
  async finish(): Promise<IntakeFacts> {
    await this.#flush();
    return {
      shape: this.#shapes[0]?.name ?? 'alpaca',
      rowCount: this.rowCount,
      rowsWithInput: this.#rowsWithInput,
      defectCount: this.#defectCount,
      defects: this.#defects,
      sha256: this.#fingerprint.hex,
    };
  }

  #takeRecord({ line, bytes }: RecordSpan): void {
    const object = parseRecord(bytes);
    const hasInput = typeof object === 'string' ? object : this.#readPair(object);
    if (typeof hasInput === 'string') {
      this.#leave(defectAt(line, hasInput, bytes));
      return;
    }
    if (hasInput) this.#rowsWithInput++;
    this.#batch.push({ ordinal: this.rowCount++, bytes });
    this.#batchBytes += bytes.length;
  }

  /** Whether the record has an input, or why it cannot be used. A usable record rules out the shapes that do not fit it. */
  #readPair(object: RecordObject) {
    const fitting = this.#shapes.filter((shape) => shape.fits(object));
    const shape = fitting[0] ?? this.#shapes.at(-1);
    const pair = shape?.toPair(object) ?? 'missing-instruction';
    if (typeof pair === 'string') return pair;
    this.#shapes = fitting;
    return pair.input !== '';
  }

  #leave(defect: Defect): void {
    this.#defectCount++;
    if (this.#defects.length < MAX_LISTED_DEFECTS) this.#defects.push(defect);
  }

  async #flush(): Promise<void> {
    const records = this.#batch;
    if (records.length === 0) return;
    this.#batch = [];
    this.#batchBytes = 0;
    await Promise.all([this.#store.appendRecords(this.#sourceId, records), this.#fingerprint.add(records.map(({ bytes }) => bytes))]);
  }
}
