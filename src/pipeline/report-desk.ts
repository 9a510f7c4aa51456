import type { CallWatch } from '../bridge/calls.ts';
import type { StartWorker } from '../bridge/wire.ts';
import { connectWorker, type WorkerCaller } from '../bridge/worker-caller.ts';
import type { Edition } from '../core/edition.ts';
import type { EditionReport } from '../quality/edition-report.ts';
import { DeskError } from './desk.ts';
import type { DescribeProgress, MeasuredReport, MeasuredWish } from './describe.ts';
import { type ReportCalls, reviveReportError } from './report-calls.ts';

/** The report worker as the page sees it: editions are described off the page's thread. Both methods may reject with StoreError, DeskError or the signal's reason. */
export interface ReportDesk {
  /** Describes an edition, or only its records with the given ordinals. */
  describe(edition: Edition, rows: readonly number[] | undefined, onProgress: (progress: DescribeProgress) => void, signal: AbortSignal): Promise<EditionReport>;
  /** What models have found of an edition, as far as it is stored. */
  measured(wish: MeasuredWish, onProgress: (progress: DescribeProgress) => void, signal: AbortSignal): Promise<MeasuredReport>;
}

/** The report desk on the page. Its worker starts with the first call; when it dies, the calls in flight reject and the next one starts another. */
export class WorkerReportDesk implements ReportDesk {
  readonly #startWorker: StartWorker;
  readonly #scriptUrl: string;
  #worker: WorkerCaller<ReportCalls> | undefined;

  /** `scriptUrl` is the script of report.worker.ts. */
  constructor(startWorker: StartWorker, scriptUrl: string) {
    this.#startWorker = startWorker;
    this.#scriptUrl = scriptUrl;
  }

  describe(edition: Edition, rows: readonly number[] | undefined, onProgress: (progress: DescribeProgress) => void, signal: AbortSignal): Promise<EditionReport> {
    return this.#call('describe', { edition, rows }, { onEvent: onProgress, signal });
  }

  measured(wish: MeasuredWish, onProgress: (progress: DescribeProgress) => void, signal: AbortSignal): Promise<MeasuredReport> {
    return this.#call('measured', wish, { onEvent: onProgress, signal });
  }

  /** Ends the worker. Calls in flight reject with DeskError `worker-died`; a later call starts a fresh one. */
  close(): void {
    this.#worker?.end(new DeskError('worker-died', 'the desk was closed'));
    this.#worker = undefined;
  }

  // Asynchronous, so that a worker that cannot even be started is a rejection like any other.
  async #call<Name extends keyof ReportCalls>(
    name: Name,
    argument: ReportCalls[Name]['argument'],
    watch: CallWatch<ReportCalls[Name]['event']>,
  ): Promise<ReportCalls[Name]['result']> {
    this.#worker ??= this.#connect();
    return this.#worker.calls.call(name, argument, watch);
  }

  #connect(): WorkerCaller<ReportCalls> {
    return connectWorker<ReportCalls>(this.#startWorker(this.#scriptUrl), reviveReportError, (detail) => {
      this.#worker = undefined;
      return new DeskError('worker-died', detail);
    });
  }
}
