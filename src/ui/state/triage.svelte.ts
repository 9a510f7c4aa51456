import { editionKey } from '../../core/edition.ts';
import { instrumentKey, type Measuring } from '../../core/measuring.ts';
import type { OracleSpec, Run } from '../../core/run.ts';
import type { Source } from '../../core/source.ts';
import { triageRows } from '../../pipeline/select-rows.ts';
import { ifdOf } from '../../quality/ifd.ts';
import { recordsWithin, triage, type TriageRow } from '../../quality/triage.ts';
import { estimateRunMs, type KnownLanes } from '../estimate.ts';
import { rateAt } from '../lane-report.ts';
import { specKey } from '../oracle-key.ts';
import { recallLaneReport } from './lane-reports.ts';
import { Resource } from './resource.svelte.ts';
import type { RowsChoice } from './rows-choice.svelte.ts';
import type { Tain } from './tain.svelte.ts';

/** How long a record takes, and how that is known: from a run with the same oracle, or from the speed that was measured when it was loaded. */
export interface RecordTime {
  readonly recordMs: number;
  readonly from: 'run' | 'speed';
}

const SAMPLE_ROWS = 50;

/** Tokens that a record takes in both phases with a free critique. Source: METHOD, section 6. */
const RECORD_NEW_TOKENS = 1225;

/** The records of a source in the order of what they gain, and how many of them a budget pays for. Make it while a component is being set up. */
export class Triage {
  /** What the person has chosen of it. */
  readonly choice: RowsChoice = $derived.by(() => this.#tain.rowsChoices.of(this.#source()));
  /** Students' measurings of the originals, the newest first. */
  readonly measurings: readonly Measuring[] = $derived.by(() => this.#listed.value ?? []);
  readonly measuring: Measuring | undefined = $derived.by(() => this.measurings.find(({ instrument }) => instrumentKey(instrument) === this.choice.instrumentKey) ?? this.measurings[0]);
  readonly scored: readonly TriageRow[] | undefined = $derived.by(() => this.#rows.value);
  /** Records that have a score. */
  readonly scoredCount: number = $derived.by(() => this.scored?.filter(({ score }) => score !== undefined).length ?? 0);
  readonly time: RecordTime | undefined = $derived.by(() => this.#time.value);
  /** All ordinals, those with most to gain first. */
  readonly ordered: readonly number[] = $derived.by(() => (this.scored ? triage(this.scored, this.choice.order) : []));
  /** How many records the budget pays for; undefined while nobody knows how long one takes. */
  readonly count: number | undefined = $derived.by(() => recordsWithin(this.choice.budget, this.ordered.length, this.time?.recordMs));
  /** Those records, ascending. */
  readonly chosen: readonly number[] = $derived.by(() => this.ordered.slice(0, this.count ?? 0).sort((a, b) => a - b));
  readonly #tain: Tain;
  readonly #source: () => Source;
  readonly #listed: Resource<Measuring[]>;
  readonly #rows: Resource<TriageRow[] | undefined>;
  readonly #time: Resource<RecordTime | undefined>;

  constructor(tain: Tain, source: () => Source) {
    this.#tain = tain;
    this.#source = source;
    this.#listed = new Resource(() => this.#list());
    this.#rows = new Resource(async () => {
      const { measuring } = this;
      void tain.measuring.version;
      return measuring && triageRows(measuring, tain.services.store, new AbortController().signal);
    });
    this.#time = new Resource(() => this.#readTime());
  }

  get failure() {
    return this.#listed.failure ?? this.#rows.failure;
  }

  /** Stored measurings have been looked up. */
  get known(): boolean {
    return this.#listed.value !== undefined;
  }

  /** Of the chosen records: those whose response does not follow from their instruction. */
  get misaligned(): number {
    const ifds = this.chosen.map((ordinal) => this.scored?.[ordinal]?.score && ifdOf(this.scored[ordinal].score));
    return ifds.filter((ifd) => ifd !== undefined && ifd >= 1).length;
  }

  async #list(): Promise<Measuring[]> {
    const key = editionKey({ kind: 'original', sourceId: this.#source().id });
    void this.#tain.measuring.version;
    const all = await this.#tain.services.store.measurings(() => undefined);
    return all.filter(({ instrument, edition }) => instrument.kind === 'student' && editionKey(edition) === key);
  }

  async #readTime(): Promise<RecordTime | undefined> {
    const { oracles, library, services } = this.#tain;
    const spec = oracles.chosen?.spec;
    const key = oracles.chosenKey;
    const earlier = library.runs?.find((run) => specKey(run.oracle) === key && (library.counts.get(run.id)?.settledSteps ?? 0) > 0);
    if (!spec) return undefined;
    const ms = earlier && (await this.#fromRun(earlier, spec, services.store));
    if (ms !== undefined) return { recordMs: ms, from: 'run' };
    const report = recallLaneReport(spec);
    const rate = report && rateAt(report.findings, report.lanes);
    return rate ? { recordMs: (RECORD_NEW_TOKENS / rate) * 1000, from: 'speed' } : undefined;
  }

  async #fromRun(earlier: Run, spec: OracleSpec, store: Tain['services']['store']): Promise<number | undefined> {
    const outcomes = await store.outcomes(earlier.id, earlier.rows?.[0] ?? 0, SAMPLE_ROWS);
    const lanes = (of: OracleSpec): KnownLanes => ({ lanes: of.lanes, report: recallLaneReport(of) });
    return estimateRunMs(outcomes, earlier.recipe, 1, lanes(earlier.oracle), lanes(spec));
  }
}
