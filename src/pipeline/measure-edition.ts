import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import type { Measure, Measuring } from '../core/measuring.ts';
import { type LoadProgress, OracleError } from '../oracle/oracle.ts';
import type { Oracles } from '../oracle/oracles.ts';
import type { Store } from '../store/store.ts';
import { editionPages, openEdition, type OpenEdition } from './edition-pairs.ts';
import { reportsOf } from './event-queue.ts';
import { awaitGpu } from './gpu-presence.ts';
import { LOST } from './lost-model.ts';
import { lacksScore, type OpenMeasure, standingOf, type Wish } from './measure-page.ts';
import { MeasureWriter } from './measure-writer.ts';
import { type ModelInstrument, peersOf } from './measurings.ts';
import { InstrumentKeeper } from './open-instrument.ts';

/** What measuring needs of the world. */
export interface MeasureServices {
  readonly oracles: Pick<Oracles, 'openStudent' | 'openEmbedder' | 'probe'>;
  readonly store: Store;
  /** Has the model of a measuring before, perhaps, and keeps it for the next; the caller closes it. Without one, the model ends with the sequence. */
  readonly keeper?: InstrumentKeeper;
  readonly clock?: Clock;
}

/** How far a measuring has come. Counts are of records. */
export interface MeasureStanding {
  /** Records of the edition. */
  readonly total: number;
  /** With a value or a reason why there is none, whether measured now, before, or for another edition. */
  readonly done: number;
  /** Of `done`: those whose value was found for the same texts of another edition, and taken over now. */
  readonly taken: number;
  /** Of `done`: those that lack a score. */
  readonly unscored: number;
  /** Records that cannot be read. */
  readonly damaged: number;
  /** Measured since the model was loaded, per second; undefined before the first. */
  readonly recordsPerSecond: number | undefined;
  /** Undefined before the first record. */
  readonly remainingMs: number | undefined;
}

/** What happens while an edition is measured. */
export type MeasureEvent =
  /** The model is being loaded; without progress at its beginning. Left out where nothing has to be measured. */
  | { readonly kind: 'loading'; readonly progress: LoadProgress | undefined }
  | ({ readonly kind: 'standing' } & MeasureStanding)
  /** The model was lost and a fresh one is being opened. */
  | { readonly kind: 'recovering'; readonly loss: OracleError };

/** Enough to fill an engine's steps with texts of similar length, and few enough to hold. */
const PAGE_ROWS = 128;

/**
 * Measures an edition with the measuring's instrument and stores the values as they come. Starting and going on are the same call: what
 * is stored for the same texts is not done again, and what was found for them in another edition is taken over. For a student
 * `reverse` asks for r-IFD beside IFD. When the model is lost, a fresh one is opened; when it is lost again before it has brought
 * another page to its end, that is an error. A text at which the engine fails costs only its own record the score.
 * Aborting the signal pauses: the sequence ends without an error.
 * Throws a StoreError, or an OracleError. What was reported as done stays stored.
 */
export function measureEdition(
  measuring: Measuring & { readonly instrument: ModelInstrument },
  { reverse }: { readonly reverse: boolean },
  services: MeasureServices,
  signal: AbortSignal,
): AsyncGenerator<MeasureEvent, void, undefined> {
  const wish: Wish = measuring.instrument.kind === 'student' ? { kind: 'student', parts: reverse ? ['response', 'instruction'] : ['response'] } : { kind: 'embedder' };
  return reportsOf((report, ended) => new EditionMeasurer(measuring, wish, services, report, ended).measure(), signal);
}

class EditionMeasurer {
  readonly #measuring: Measuring & { readonly instrument: ModelInstrument };
  readonly #wish: Wish;
  readonly #services: MeasureServices;
  readonly #report: (event: MeasureEvent) => void;
  readonly #signal: AbortSignal;
  readonly #counts = { done: 0, taken: 0, unscored: 0, damaged: 0 };
  readonly #keeper: InstrumentKeeper;
  /** Since when the model of now measures, and how many records it has measured. */
  #pace: { readonly sinceMs: number; records: number } | undefined;
  #mayRecover = true;

  constructor(
    measuring: Measuring & { readonly instrument: ModelInstrument },
    wish: Wish,
    services: MeasureServices,
    report: (event: MeasureEvent) => void,
    signal: AbortSignal,
  ) {
    this.#measuring = measuring;
    this.#wish = wish;
    this.#services = services;
    this.#report = report;
    this.#signal = signal;
    this.#keeper = services.keeper ?? new InstrumentKeeper(measuring.instrument, services.oracles);
  }

  async measure(): Promise<void> {
    const { store } = this.#services;
    const edition = await openEdition(this.#measuring.edition, store);
    const peers = await peersOf(this.#measuring, store);
    try {
      for await (const page of editionPages(edition, store, this.#signal, PAGE_ROWS)) {
        const { known, taken, open } = await standingOf(page, this.#wish, this.#measuring, peers, store);
        if (taken.length > 0) await store.putMeasures(this.#measuring.id, taken);
        this.#counts.damaged += page.damaged.length;
        this.#counts.taken += taken.length;
        this.#count(known.map((value) => ({ value })), edition);
        if (open.length > 0) await this.#measureOpen(open, edition);
      }
    } finally {
      if (!this.#services.keeper) await this.#keeper.close();
    }
  }

  /** Measures what is open of a page, with another model if the first is lost. */
  async #measureOpen(open: readonly OpenMeasure[], edition: OpenEdition): Promise<void> {
    const measured = new Set<number>();
    for (;;) {
      const left = open.filter(({ row }) => !measured.has(row.ordinal));
      const loss = await this.#attempt(left, edition, measured);
      if (!loss) break;
      await this.#recover(loss);
    }
    this.#mayRecover = true;
  }

  /** Resolves with the error by which the model was lost, or undefined when all is measured and stored. */
  async #attempt(open: readonly OpenMeasure[], edition: OpenEdition, measured: Set<number>): Promise<OracleError | undefined> {
    const failed = new AbortController();
    const writer = new MeasureWriter(this.#services.store, this.#measuring.id, (error) => failed.abort(error));
    const onMeasured = (measures: readonly Measure[]) => {
      writer.add(measures);
      for (const { ordinal } of measures) measured.add(ordinal);
      if (this.#pace) this.#pace.records += measures.length;
      this.#count(measures, edition);
    };
    try {
      const instrument = await this.#keeper.open((progress) => this.#report({ kind: 'loading', progress }), this.#signal);
      this.#pace ??= { sinceMs: this.#nowMs(), records: 0 };
      await instrument.measure(open, onMeasured, AbortSignal.any([this.#signal, failed.signal]));
      await writer.settled();
      failed.signal.throwIfAborted();
      return undefined;
    } catch (error) {
      await writer.settled();
      this.#signal.throwIfAborted();
      if (error instanceof OracleError && LOST.includes(error.code)) return error;
      throw error;
    }
  }

  async #recover(loss: OracleError): Promise<void> {
    await this.#keeper.close();
    this.#pace = undefined;
    if (!this.#mayRecover) throw loss;
    this.#mayRecover = false;
    this.#report({ kind: 'recovering', loss });
    const { oracles, clock = SYSTEM_CLOCK } = this.#services;
    await awaitGpu(this.#measuring.instrument.spec, oracles, clock, this.#signal);
  }

  #count(values: readonly Pick<Measure, 'value'>[], { rowCount: total }: OpenEdition): void {
    this.#counts.done += values.length;
    this.#counts.unscored += values.filter(({ value }) => lacksScore(value)).length;
    const { done, taken, unscored, damaged } = this.#counts;
    const { sinceMs = 0, records = 0 } = this.#pace ?? {};
    const perMs = records > 0 ? records / Math.max(1, this.#nowMs() - sinceMs) : undefined;
    const figures = { recordsPerSecond: perMs && perMs * 1000, remainingMs: perMs && (total - done - damaged) / perMs };
    this.#report({ kind: 'standing', total, done, taken, unscored, damaged, ...figures });
  }

  #nowMs(): number {
    return (this.#services.clock ?? SYSTEM_CLOCK).nowMs();
  }
}
