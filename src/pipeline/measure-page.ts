import { type Measure, type MeasureValue, type Measuring } from '../core/measuring.ts';
import { pairMark } from '../core/pair.ts';
import type { Row } from '../core/row.ts';
import type { Store } from '../store/store.ts';
import type { EditionPage } from './edition-pairs.ts';
import { measuresByRow } from './measurings.ts';
import type { ScorePart } from './pair-scores.ts';

/** What an instrument is to find out about each record. */
export type Wish = { readonly kind: 'student'; readonly parts: readonly ScorePart[] } | { readonly kind: 'embedder' };

/** A record that still has to be measured. */
export interface OpenMeasure {
  readonly row: Row;
  readonly pairMark: string;
  /** What is known of these very texts already. */
  readonly known: MeasureValue | undefined;
  /** What a student still has to score; empty for an embedder. */
  readonly parts: readonly ScorePart[];
}

/** Called with measures that are new, and with the tokens that were read for them. */
export type OnMeasured = (measures: readonly Measure[], tokens: number) => void;

/** A loaded model that measures records. */
export interface OpenInstrument {
  /** Resolves when all are measured; `onMeasured` gets them as they come. A record at which the engine fails has that for its reason. Rejects as `Student.score` and `Embedder.embed` do. */
  measure(open: readonly OpenMeasure[], onMeasured: OnMeasured, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** A page of an edition, by what is known of it. */
export interface PageStanding {
  /** Values that are stored, or can be taken over. */
  readonly known: readonly MeasureValue[];
  /** Those of them that other measurings have found for the same texts, not stored here yet. */
  readonly taken: readonly Measure[];
  readonly open: readonly OpenMeasure[];
}

/** Finds out what is known of a page's records and what still has to be measured. Rejects with a StoreError. */
export async function standingOf(page: EditionPage, wish: Wish, measuring: Measuring, peers: readonly Measuring[], store: Store): Promise<PageStanding> {
  const last = page.rows.at(-1)?.ordinal ?? page.from;
  const read = (id: string) => measuresByRow(id, store, page.from, last - page.from + 1);
  const [own = new Map<number, Measure>(), ...others] = await Promise.all([measuring, ...peers].map(({ id }) => read(id)));
  const standing = { known: [] as MeasureValue[], taken: [] as Measure[], open: [] as OpenMeasure[] };
  for (const row of page.rows) {
    const mark = pairMark(row.pair);
    const isOfThese = (measure: Measure | undefined) => measure?.pairMark === mark;
    const stored = [own.get(row.ordinal)].filter(isOfThese)[0]?.value;
    const found = [stored, ...others.map((one) => one.get(row.ordinal)).filter(isOfThese).map((measure) => measure?.value)];
    const value = joined(found.filter((one) => one !== undefined));
    const lacking = lackingParts(wish, value);
    if (value === undefined || lacking.length > 0) standing.open.push({ row, pairMark: mark, known: value, parts: lacking });
    else {
      standing.known.push(value);
      if (lackingParts(wish, stored).length > 0 || stored === undefined) standing.taken.push({ ordinal: row.ordinal, pairMark: mark, value });
    }
  }
  return standing;
}

/** What was found of a record. A student's new scores lie beside those that are known of the same texts. */
export function measureOf({ row, pairMark, known }: OpenMeasure, value: MeasureValue): Measure {
  return { ordinal: row.ordinal, pairMark, value: known?.kind === 'pair' && value.kind === 'pair' ? { ...known, ...value } : value };
}

/** Whether a value says of something that was wished that there is no score. */
export function lacksScore(value: MeasureValue): boolean {
  if (value.kind === 'unscored') return true;
  return value.kind === 'pair' && [value.response, value.instruction].some((score) => score?.kind === 'unscored');
}

function lackingParts(wish: Wish, value: MeasureValue | undefined): readonly ScorePart[] {
  if (wish.kind === 'embedder') return [];
  return value?.kind === 'pair' ? wish.parts.filter((part) => !value[part]) : wish.parts;
}

/** What several measurings know of the same texts; the first counts most. */
function joined(values: readonly MeasureValue[]): MeasureValue | undefined {
  return values.reduce<MeasureValue | undefined>((all, value) => (all?.kind === 'pair' && value.kind === 'pair' ? { ...value, ...all } : (all ?? value)), undefined);
}
