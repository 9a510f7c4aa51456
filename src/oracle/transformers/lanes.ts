import type { OracleError } from '../oracle.ts';
import type { Completion } from './completion.ts';
import { decodeTogether } from './decode.ts';
import { isOutOfMemory, oracleError } from './failures.ts';
import { taskQueue } from './next-task.ts';
import type { BeginBatch } from './token-batch.ts';

/** How long the first of several prompts waits for company: next to nothing beside the seconds that a batch takes. */
const GATHER_MS = 10;

/** What the lanes need of a model. */
export interface LaneModel {
  readonly begin: BeginBatch;
  /** Resolves when the model still computes; rejects when it is lost. */
  check(): Promise<void>;
}

/** Serves completions in the order in which they come, up to `count` at a time. A batch takes no newcomers once it has begun. */
export class Lanes {
  readonly #model: LaneModel;
  readonly #count: number;
  readonly #nextTask = taskQueue();
  #waiting: Completion[] = [];
  #served: readonly Completion[] = [];
  #work: Promise<void> | undefined;
  #end: OracleError | undefined;

  constructor(model: LaneModel, count: number) {
    this.#model = model;
    this.#count = count;
  }

  /** Takes a completion in; its own events tell the rest. */
  add(completion: Completion): void {
    if (this.#end) return completion.fail(this.#end);
    this.#waiting.push(completion);
    this.#work ??= this.#serveAll();
  }

  /** Fails every completion that is open, and every later one, with `error`. The first end stays. Resolves when the model is at rest. */
  async end(error: OracleError): Promise<void> {
    this.#refuseAll(error);
    await this.#work;
  }

  #refuseAll(error: OracleError): void {
    this.#end ??= error;
    for (const completion of [...this.#served, ...this.#waiting]) completion.fail(this.#end);
    this.#waiting = [];
  }

  /** Never rejects: each failure goes to the completions it concerns. */
  async #serveAll(): Promise<void> {
    await this.#nextTask();
    while (this.#waiting.length > 0) {
      if (this.#waiting.length < this.#count) await pause(GATHER_MS);
      const open = this.#waiting.filter((completion) => completion.open);
      this.#served = open.slice(0, this.#count);
      this.#waiting = open.slice(this.#count);
      if (this.#served.length > 0) await this.#serve(this.#served);
    }
    this.#work = undefined;
  }

  async #serve(completions: readonly Completion[]): Promise<void> {
    try {
      await decodeTogether(completions, this.#model.begin, this.#nextTask);
    } catch (error) {
      await this.#settleFailure(completions, error);
    }
  }

  /** One failed step may be the prompts' fault or the end of the device: only another step can tell. */
  async #settleFailure(completions: readonly Completion[], reason: unknown): Promise<void> {
    const lost = await this.#model.check().then(() => undefined, (error: unknown) => ({ error }));
    if (lost) return this.#refuseAll(oracleError(isOutOfMemory(lost.error) ? lost.error : reason, 'worker-died'));
    const failure = oracleError(reason, 'engine-failed');
    for (const completion of completions) completion.fail(failure);
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, durationMs));
}
