import type { Edition } from '../core/edition.ts';
import type { MeasureValue, Measuring } from '../core/measuring.ts';
import { type PhaseName, PHASES } from '../core/outcome.ts';
import { ordinalsInRun, type Run } from '../core/run.ts';
import { readStatus } from '../core/status.ts';
import { ifdOf, reverseIfdOf } from '../quality/ifd.ts';
import type { SelectionColumns } from '../quality/selection-rules.ts';
import type { Store } from '../store/store.ts';
import { editionPages, openEdition } from './edition-pairs.ts';
import { presentValues } from './measurings.ts';

/** Measurings of a run's editions that go together: by one student, and by one embedder. */
export interface RunMeasurings {
  readonly original?: Measuring | undefined;
  /** Of a run without phase 1 this may be that of the original: the texts are the same. */
  readonly afterInstruction?: Measuring | undefined;
  readonly recycled?: Measuring | undefined;
  /** By an embedder, of the recycled edition. */
  readonly coherence?: Measuring | undefined;
}

type Figures = Omit<SelectionColumns, 'ordinals' | 'instructionReflected' | 'responseReflected'>;

/**
 * What is known of the records of a run, for its rules of selection. Values of texts that have changed since count as unknown.
 * Rejects with a StoreError or the signal's reason.
 */
export async function selectionColumns(run: Run, measurings: RunMeasurings, store: Store, signal: AbortSignal): Promise<SelectionColumns> {
  const statuses = await store.statuses(run.id);
  const ordinals = Uint32Array.from(ordinalsInRun(run));
  const places = new Map(Array.from(ordinals, (ordinal, place) => [ordinal, place]));
  const column = () => new Float64Array(ordinals.length).fill(NaN);
  const figures: Figures = { ifdBefore: column(), ifdAfterInstruction: column(), reverseIfdAfterInstruction: column(), ifd: column(), reverseIfd: column(), coherence: column() };
  const fill = async (edition: Edition, measuring: Measuring | undefined, take: (place: number, value: MeasureValue) => void) => {
    if (!measuring) return;
    for await (const [ordinal, value] of measuredRows(edition, measuring, store, signal)) {
      const place = places.get(ordinal);
      if (place !== undefined) take(place, value);
    }
  };
  await fill({ kind: 'original', sourceId: run.sourceId }, measurings.original, (place, value) => set(figures.ifdBefore, place, value, ifdOf));
  await fill({ kind: 'after-instruction', runId: run.id }, measurings.afterInstruction, (place, value) => {
    set(figures.ifdAfterInstruction, place, value, ifdOf);
    set(figures.reverseIfdAfterInstruction, place, value, reverseIfdOf);
  });
  await fill({ kind: 'recycled', runId: run.id }, measurings.recycled, (place, value) => {
    set(figures.ifd, place, value, ifdOf);
    set(figures.reverseIfd, place, value, reverseIfdOf);
  });
  await fill({ kind: 'recycled', runId: run.id }, measurings.coherence, (place, value) => {
    if (value.kind === 'coherence') figures.coherence[place] = value.cosine;
  });
  const reflected = (phase: PhaseName) => Uint8Array.from(ordinals, (ordinal) => Number(isReflected(statuses[ordinal] ?? 0, phase)));
  return { ordinals, instructionReflected: reflected('instruction'), responseReflected: reflected('response'), ...figures };
}

/** Until the person has decided, a record ends as it was, whatever its other phase made of it. */
function isReflected(byte: number, phase: PhaseName): boolean {
  return readStatus(byte, phase) === 'rewritten' && PHASES.every((one) => readStatus(byte, one) !== 'undecided');
}

function set(column: Float64Array, place: number, value: MeasureValue, figureOf: typeof ifdOf): void {
  if (value.kind === 'pair') column[place] = figureOf(value) ?? NaN;
}

/** What a measuring holds of the present texts of an edition, by ordinal. */
async function* measuredRows(edition: Edition, measuring: Measuring, store: Store, signal: AbortSignal): AsyncGenerator<readonly [number, MeasureValue], void, undefined> {
  for await (const page of editionPages(await openEdition(edition, store), store, signal)) yield* await presentValues(measuring.id, page, store);
}
