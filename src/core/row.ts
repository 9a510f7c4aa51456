import type { Pair } from './pair.ts';

/** One record of a source as the method sees it. `ordinal` counts from 0 in file order and never changes. */
export interface Row {
  readonly ordinal: number;
  readonly pair: Pair;
}

/** One record as it is stored: the exact bytes of its JSON object, cut from the source file. */
export interface SourceRecord {
  readonly ordinal: number;
  readonly bytes: Uint8Array;
}
