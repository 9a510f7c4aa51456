import type { Call, CallMap } from '../bridge/calls.ts';
import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import type { StartWorker } from '../bridge/wire.ts';
import { connectWorker, type WorkerCaller } from '../bridge/worker-caller.ts';
import { reviveOracleError } from './oracle-calls.ts';
import { type LoadProgress, type LoadSpec, OracleError, type OracleErrorCode } from './oracle.ts';
import { type Activity, SILENCE_LIMITS_MS, Watchdog } from './watchdog.ts';

/** After these a worker can answer nothing more. */
const LOST: readonly OracleErrorCode[] = ['worker-died', 'stalled', 'gpu-gone'];

/** What the page may call in the worker of a model: it loads one in its life. */
export type ModelCalls = CallMap & { load: Call<LoadSpec, LoadProgress> };

/** How a call is watched: what its worker does before the first event, and after each. */
export interface CallActivities<Event> {
  readonly first: Activity;
  readonly after: (event: Event) => Activity;
}

interface Connected<Calls extends ModelCalls> extends WorkerCaller<Calls> {
  readonly watchdog: Watchdog;
}

/**
 * A model on the page that lives in a worker, whatever its engine.
 *
 * Each `load` starts a worker of its own and ends the one before: only the end of a worker surely
 * gives back all GPU memory, and an engine that failed to load stays broken for the rest of its worker.
 * A worker that is silent for too long is ended, and its calls reject with `stalled`.
 */
export class WatchedWorker<Calls extends ModelCalls> {
  readonly #startWorker: StartWorker;
  readonly #scriptUrl: string;
  readonly #clock: Clock;
  #worker: Connected<Calls> | undefined;
  #closed = false;

  constructor(startWorker: StartWorker, scriptUrl: string, clock: Clock = SYSTEM_CLOCK) {
    this.#startWorker = startWorker;
    this.#scriptUrl = scriptUrl;
    this.#clock = clock;
  }

  /** Also rejects with `closed` after `close`, or when another load takes its place. When it rejects, no model is loaded. */
  async load(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<Calls['load']['result']> {
    if (this.#closed) throw new OracleError('closed');
    signal.throwIfAborted();
    this.#worker?.end(new OracleError('closed', 'another load took its place'));
    const worker = this.#connect();
    this.#worker = worker;
    const watched = worker.watchdog.watch('load');
    const onEvent = (progress: LoadProgress) => {
      watched.sign(progress.stage);
      onProgress(progress);
    };
    try {
      return await worker.calls.call('load', spec, { onEvent, signal });
    } catch (error) {
      worker.end(new OracleError('closed', 'its model did not load'));
      if (this.#worker === worker) this.#worker = undefined;
      throw error;
    } finally {
      watched.end();
    }
  }

  /** Calls the loaded model; each event is a sign of life. Before a model is loaded it rejects with `closed`. */
  async call<Name extends Exclude<keyof Calls & string, 'load'>>(
    name: Name,
    argument: Calls[Name]['argument'],
    activities: CallActivities<Calls[Name]['event']>,
    onEvent: (event: Calls[Name]['event']) => void,
    signal: AbortSignal,
  ): Promise<Calls[Name]['result']> {
    const worker = this.#worker;
    if (!worker) throw new OracleError('closed', 'no model is loaded');
    const watched = worker.watchdog.watch(activities.first);
    const onSign = (event: Calls[Name]['event']) => {
      watched.sign(activities.after(event));
      onEvent(event);
    };
    try {
      return await worker.calls.call(name, argument, { onEvent: onSign, signal });
    } catch (error) {
      // The model itself may find that it cannot go on: then its worker holds memory for nothing.
      if (error instanceof OracleError && LOST.includes(error.code)) worker.end(error);
      throw error;
    } finally {
      watched.end();
    }
  }

  /** Asks the loaded model for what it answers at once, unwatched; undefined when none is loaded, or none any more. Never rejects. */
  async inquire<Name extends Exclude<keyof Calls & string, 'load'>>(name: Name, argument: Calls[Name]['argument']): Promise<Calls[Name]['result'] | undefined> {
    // Only a lost worker does not answer.
    return this.#worker?.calls.call(name, argument).catch(() => undefined);
  }

  /** Ends the worker. Calls in flight reject with `closed`. */
  close(): void {
    this.#closed = true;
    this.#worker?.end(new OracleError('closed'));
    this.#worker = undefined;
  }

  #connect(): Connected<Calls> {
    const died = (detail: string) => new OracleError('worker-died', detail);
    const caller = connectWorker<Calls>(this.#startWorker(this.#scriptUrl), reviveOracleError, died);
    const watchdog = new Watchdog(this.#clock, (activity) => {
      caller.end(new OracleError('stalled', `${activity}: silent for ${SILENCE_LIMITS_MS[activity] / 1000} s`));
    });
    return { ...caller, watchdog };
  }
}
