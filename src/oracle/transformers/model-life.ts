import type { OracleSpec } from '../../core/run.ts';
import { OracleError } from '../oracle.ts';
import { untilAborted } from '../until-aborted.ts';
import { watchingDevices } from './device-watch.ts';
import { isOutOfMemory, oracleError } from './failures.ts';
import { taskQueue } from './next-task.ts';
import { requireDevice } from './require-device.ts';

/** A loaded model that is used by one caller at a time. */
export interface LivingModel {
  /** Resolves when the model still computes; rejects when it is lost. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Lets messages in, aborts among them, between two runs of a model. Rejects when nobody wants the work any more. */
export type Between = () => Promise<void>;

/** The life of the one model that a worker has: it is loaded once, used by one caller after the other, and ends by `close`, with its GPU, or of a failure. */
export class ModelLife<Model extends LivingModel> {
  readonly #nextTask = taskQueue();
  /** Aborted, with the error for all calls, when the model is closed or lost. */
  readonly #life = new AbortController();
  #used = false;
  #model: Model | undefined;
  /** Resolves when the model is at rest. Never rejects. */
  #rest: Promise<unknown> = Promise.resolve();

  /** Resolves with what `start` makes. Rejects with OracleError `unsupported`, `load-failed`, `closed` or what `start` rejects with, or with the signal's reason. */
  async load(spec: OracleSpec, start: (between: Between) => Promise<Model>, signal: AbortSignal): Promise<Model> {
    const ended = AbortSignal.any([this.#life.signal, signal]);
    ended.throwIfAborted();
    if (this.#used) throw new OracleError('load-failed', 'this worker has had its model');
    this.#used = true;
    const starting = this.#start(spec, start, ended);
    this.#rest = starting.catch(() => undefined);
    return untilAborted(starting, ended);
  }

  /** Does `work` with the model once those before have done theirs. Rejects with OracleError `engine-failed`, `out-of-memory`, `worker-died` or `closed`, or with the signal's reason. */
  async use<Result>(work: (model: Model, between: Between) => Promise<Result>, signal: AbortSignal): Promise<Result> {
    this.#life.signal.throwIfAborted();
    signal.throwIfAborted();
    const model = this.#model;
    if (!model) throw new OracleError('closed', 'no model is loaded');
    const ended = AbortSignal.any([this.#life.signal, signal]);
    const turn = this.#rest.then(() => this.#takeTurn(model, work, ended));
    this.#rest = turn.catch(() => undefined);
    return untilAborted(turn, ended);
  }

  /** Calls in flight reject with OracleError `closed`. Resolves when the model is freed. */
  async close(): Promise<void> {
    const model = this.#model;
    this.#model = undefined;
    this.#life.abort(new OracleError('closed'));
    await this.#rest;
    await model?.release();
  }

  async #start(spec: OracleSpec, start: (between: Between) => Promise<Model>, ended: AbortSignal): Promise<Model> {
    await requireDevice(spec);
    ended.throwIfAborted();
    try {
      // Only the first reason counts: a device is lost, too, when it is given back.
      this.#model = await watchingDevices(() => start(() => this.#pause(ended)), (trouble) => this.#life.abort(trouble));
      return this.#model;
    } catch (error) {
      ended.throwIfAborted();
      throw oracleError(error, 'load-failed');
    }
  }

  async #takeTurn<Result>(model: Model, work: (model: Model, between: Between) => Promise<Result>, ended: AbortSignal): Promise<Result> {
    ended.throwIfAborted();
    try {
      return await work(model, () => this.#pause(ended));
    } catch (error) {
      ended.throwIfAborted();
      await this.#findLoss(model, error);
      throw oracleError(error, 'engine-failed');
    }
  }

  /** One failed run may be the texts' fault or the end of the model: only another run can tell. Rejects when it is the end. */
  async #findLoss(model: Model, reason: unknown): Promise<void> {
    try {
      await model.check();
    } catch (error) {
      const loss = oracleError(isOutOfMemory(error) ? error : reason, 'worker-died');
      this.#life.abort(loss);
      throw loss;
    }
  }

  async #pause(ended: AbortSignal): Promise<void> {
    await this.#nextTask();
    ended.throwIfAborted();
  }
}
