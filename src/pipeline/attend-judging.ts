import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import { type LoadProgress, type Oracle, OracleError } from '../oracle/oracle.ts';
import type { Oracles } from '../oracle/oracles.ts';
import type { Store } from '../store/store.ts';
import { reportsOf } from './event-queue.ts';
import { awaitGpu } from './gpu-presence.ts';
import { judgeEditions, type JudgeEvent, type JudgeRequest, storeUnreadable } from './judge-editions.ts';
import { LOST } from './lost-model.ts';

/** What attending a judge needs of the world. */
export interface AttendJudgeServices {
  readonly oracles: Pick<Oracles, 'open' | 'probe'>;
  readonly store: Store;
  readonly clock?: Clock;
  /** Memory of the GPU that the oracle may take with all its lanes; absent where it is to guess. */
  readonly memoryBytes?: number | undefined;
}

/** What happens while somebody attends a judge. */
export type AttendedJudgeEvent =
  | JudgeEvent
  /** The oracle is being loaded; without progress at its beginning. Left out where there is nothing to ask. */
  | { readonly kind: 'loading'; readonly progress: LoadProgress | undefined }
  | { readonly kind: 'ready'; readonly lanes: number }
  /** The oracle was lost and a fresh one is being opened; what was judged comes again as known. */
  | { readonly kind: 'recovering'; readonly loss: OracleError };

/**
 * Opens and loads the judge's oracle where something is left to ask, judges, and goes on with a fresh oracle when one is lost: first, one by
 * one, with the records that were in work. One at which the oracle is lost again, alone, counts as unreadable. An oracle that is lost once
 * more without having judged anything is not replaced. The oracle is closed at the end. Aborting the signal pauses: the sequence ends
 * without an error. Throws what `judgeEditions` and `Oracle.load` do. What was reported as judged stays stored.
 */
export function attendJudging(request: JudgeRequest, services: AttendJudgeServices, signal: AbortSignal): AsyncGenerator<AttendedJudgeEvent, void, undefined> {
  return reportsOf((report, ended) => new JudgeAttendance(request, services, report, ended).attend(), signal);
}

class JudgeAttendance {
  readonly #request: JudgeRequest;
  readonly #services: AttendJudgeServices;
  readonly #report: (event: AttendedJudgeEvent) => void;
  readonly #signal: AbortSignal;
  readonly #inWork = new Set<number>();
  #suspects: ReadonlySet<number> = new Set();
  /** Whether anything was judged since the last loss, and since a record was blamed. Before the first, neither stands in the way. */
  #judgedSince = { loss: true, blame: true };

  constructor(request: JudgeRequest, services: AttendJudgeServices, report: (event: AttendedJudgeEvent) => void, signal: AbortSignal) {
    this.#request = request;
    this.#services = services;
    this.#report = report;
    this.#signal = signal;
  }

  async attend(): Promise<void> {
    const { oracles, clock = SYSTEM_CLOCK } = this.#services;
    for (;;) {
      const loss = await this.#useOracle();
      if (!loss) return;
      await this.#suspect(loss);
      this.#report({ kind: 'recovering', loss });
      await awaitGpu(this.#request.measuring.instrument.spec, oracles, clock, this.#signal);
    }
  }

  /** One oracle's life. Resolves with undefined when all is judged, or with the error by which it was lost with records in work; throws everything else. */
  async #useOracle(): Promise<OracleError | undefined> {
    let opened: Oracle | undefined;
    const openOracle = async () => (opened ??= await this.#open());
    this.#inWork.clear();
    try {
      if (this.#suspects.size > 0) await this.#judge({ ...this.#request, alone: this.#suspects }, openOracle);
      await this.#judge(this.#request, openOracle);
      return undefined;
    } catch (error) {
      if (this.#inWork.size > 0 && error instanceof OracleError && LOST.includes(error.code)) return error;
      throw error;
    } finally {
      await opened?.close();
    }
  }

  async #open(): Promise<Oracle> {
    const { oracles, memoryBytes } = this.#services;
    const { spec: asked } = this.#request.measuring.instrument;
    const spec = memoryBytes === undefined ? asked : { ...asked, memoryBytes };
    const oracle = oracles.open(spec);
    try {
      this.#report({ kind: 'loading', progress: undefined });
      await oracle.load(spec, (progress) => this.#report({ kind: 'loading', progress }), this.#signal);
    } catch (error) {
      await oracle.close();
      throw error;
    }
    this.#report({ kind: 'ready', lanes: oracle.lanes });
    return oracle;
  }

  async #judge(request: JudgeRequest, openOracle: () => Promise<Oracle>): Promise<void> {
    for await (const event of judgeEditions(request, { store: this.#services.store, openOracle }, this.#signal)) {
      if (event.kind === 'asked') this.#inWork.add(event.ordinal);
      // What is stored already and what is the same in both says nothing of the oracle.
      if (event.kind === 'judged' && this.#inWork.delete(event.ordinal)) this.#judgedSince = { loss: true, blame: true };
      this.#report(event);
    }
    this.#signal.throwIfAborted();
  }

  /** Looks for the record that may be guilty of a loss. A machine that fails at everything must not make each of its records look so. */
  async #suspect(loss: OracleError): Promise<void> {
    const [only = -1] = this.#inWork;
    const alone = this.#inWork.size === 1 && this.#suspects.has(only);
    if (!this.#judgedSince[alone ? 'blame' : 'loss']) throw loss;
    if (alone) await storeUnreadable(this.#request, only, this.#services.store, this.#signal);
    this.#suspects = new Set(alone ? [...this.#suspects].filter((ordinal) => ordinal !== only) : this.#inWork);
    this.#judgedSince = { loss: false, blame: !alone && this.#judgedSince.blame };
  }
}
