import type { Pair } from '../../core/pair.ts';
import type { DefectReason, ShapeName } from '../../core/source.ts';
import type { RecordObject } from '../record.ts';

/** How a record spells a pair. */
export interface Shape {
  readonly name: ShapeName;
  /** Whether a record can be of this shape. A file is of the narrowest shape that fits all of its records. */
  fits(record: RecordObject): boolean;
  /** The record's pair, or why it has none. Foreign data becomes trusted here. */
  toPair(record: RecordObject): Pair | DefectReason;
  /**
   * The record's bytes with `pair` in place of its own. Only members whose text changes are rewritten,
   * an `input` is added where there is none; every other byte stays.
   */
  fromPair(bytes: Uint8Array, pair: Pair): Uint8Array;
}
