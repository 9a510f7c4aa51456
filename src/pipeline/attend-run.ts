import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import { startTicks } from '../bridge/ticks.ts';
import type { OracleSpec, Run } from '../core/run.ts';
import { type LoadProgress, type Oracle, OracleError, type OracleErrorCode } from '../oracle/oracle.ts';
import type { Oracles } from '../oracle/oracles.ts';
import type { Student } from '../oracle/student.ts';
import type { Store } from '../store/store.ts';
import { reportsOf } from './event-queue.ts';
import { awaitGpu, isGpuGone } from './gpu-presence.ts';
import { LOST } from './lost-model.ts';
import { type BlamedStep, blamedOutcome, Losses } from './losses.ts';
import { recycle, RunError } from './recycle.ts';
import type { AttendedEvent } from './run-event.ts';

/** What attending a run needs of the world. */
export interface AttendServices {
  readonly oracles: Pick<Oracles, 'open' | 'openStudent' | 'probe'>;
  readonly store: Store;
  /** The run's oracle, perhaps with fewer lanes or a shorter context than it was born with; see `withLimits`. */
  readonly spec: OracleSpec;
  readonly clock?: Clock;
}

/** Right after a loss a load that fails in these ways is the same trouble going on. */
const LOST_AT_RELOAD: readonly OracleErrorCode[] = [...LOST, 'load-failed', 'engine-failed', 'unsupported'];

/**
 * Opens and loads the run's oracle, and its student where it has one, recycles the run, and keeps all going: when a model is lost, fresh ones are
 * opened and the run goes on from what is stored. A record at which the oracle is lost twice is settled as
 * `oracle-failed`. Aborting the signal pauses: the sequence ends without an error. The oracle is closed when it has ended.
 * Throws RunError `lost-again` when losses come faster than answers, `student-failed` when the student cannot be loaded; OracleError `gpu-gone`, `out-of-memory` and all
 * that keeps a model from loading; otherwise what `recycle` throws. What was reported as settled stays stored.
 */
export function attendRun(run: Run, services: AttendServices, signal: AbortSignal): AsyncGenerator<AttendedEvent, void, undefined> {
  return reportsOf(async (report, ended) => {
    const stopTicks = startTicks(services.clock ?? SYSTEM_CLOCK, (sleep) => sleep && report({ kind: 'slept', sleep }));
    try {
      await new Attendance(run, services, report, ended).attend();
    } finally {
      stopTicks();
    }
  }, signal);
}

/** What keeps a student from loading is to be told from what keeps the oracle from it; a loss is a loss. */
function studentFailure(error: unknown): never {
  if (!(error instanceof OracleError) || LOST.includes(error.code)) throw error;
  throw new RunError('student-failed', error.message, { cause: error });
}

interface OpenModels {
  readonly oracle: Oracle;
  readonly student: Student | undefined;
}

class Attendance {
  readonly #run: Run;
  readonly #services: AttendServices;
  readonly #report: (event: AttendedEvent) => void;
  readonly #signal: AbortSignal;
  readonly #losses = new Losses();
  #suspects: ReadonlySet<number> = new Set();

  constructor(run: Run, services: AttendServices, report: (event: AttendedEvent) => void, signal: AbortSignal) {
    this.#run = run;
    this.#services = services;
    this.#report = report;
    this.#signal = signal;
  }

  async attend(): Promise<void> {
    for (;;) {
      const loss = await this.#useOracle();
      if (!loss) return;
      const verdict = this.#losses.judge();
      if (verdict.kind === 'again') return this.#giveUp(loss);
      this.#suspects = verdict.suspects;
      await this.#recover(loss, verdict.blamed);
    }
  }

  /** One oracle's life. Resolves with undefined when the run is done, or with the error by which the oracle was lost; throws everything else. */
  async #useOracle(): Promise<OracleError | undefined> {
    this.#signal.throwIfAborted();
    const models = this.#open();
    let lostBy = this.#losses.any ? LOST_AT_RELOAD : LOST;
    try {
      await this.#load(models);
      lostBy = LOST;
      if (this.#suspects.size > 0) await this.#recycle(models, this.#suspects);
      await this.#recycle(models);
      return undefined;
    } catch (error) {
      this.#signal.throwIfAborted();
      if (!(error instanceof OracleError)) throw error;
      if (error.code === 'unsupported') await this.#requireGpu(error);
      if (!lostBy.includes(error.code)) throw error;
      return error;
    } finally {
      await Promise.all([models.oracle.close(), models.student?.close()]);
    }
  }

  #open(): OpenModels {
    const { oracles, spec } = this.#services;
    const { student } = this.#run;
    return { oracle: oracles.open(spec), student: student && oracles.openStudent(student) };
  }

  /** The oracle first: it measures how much room there is for its lanes, and the student is small. */
  async #load({ oracle, student }: OpenModels): Promise<void> {
    const onProgress = (model: 'oracle' | 'student') => (progress?: LoadProgress) => this.#report({ kind: 'loading', model, progress });
    onProgress('oracle')();
    const calibration = await oracle.load(this.#services.spec, onProgress('oracle'), this.#signal);
    if (student && this.#run.student) {
      onProgress('student')();
      await student.load(this.#run.student, onProgress('student'), this.#signal).catch(studentFailure);
    }
    this.#report({ kind: 'ready', lanes: oracle.lanes, calibration });
  }

  async #recycle(models: OpenModels, alone?: ReadonlySet<number>): Promise<void> {
    const services = { ...models, store: this.#services.store, ...(alone ? { alone } : {}) };
    for await (const event of recycle(this.#run, services, this.#signal)) {
      this.#losses.take(event);
      this.#report(event);
    }
    this.#signal.throwIfAborted();
  }

  async #recover(loss: OracleError, blamed: BlamedStep | undefined): Promise<void> {
    const { spec, oracles, store, clock = SYSTEM_CLOCK } = this.#services;
    this.#report({ kind: 'recovering', loss, blamed: blamed?.ordinal });
    if (blamed) {
      const outcome = blamedOutcome(this.#run.id, blamed);
      await store.settle(outcome);
      this.#report({ kind: 'settled', outcome });
    }
    await awaitGpu(spec, oracles, clock, this.#signal);
  }

  async #giveUp(loss: OracleError): Promise<never> {
    await this.#requireGpu(loss);
    throw new RunError('lost-again', loss.message, { cause: loss });
  }

  /** Says so when the reason for an error is that there is no GPU any more. */
  async #requireGpu(error: OracleError): Promise<void> {
    const { spec, oracles } = this.#services;
    if (await isGpuGone(spec, oracles)) throw new OracleError('gpu-gone', error.detail, { cause: error });
  }
}
