import type { OracleSpec } from '../../core/run.ts';
import { checkFit, type FitProgress, type FitQuestion } from '../../pipeline/check-fit.ts';
import type { Store } from '../../store/store.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import type { PromptCounter } from './recipe-counter.ts';

/** A check which records leave too little room, in the background. It holds for what it was started with. */
export class FitRun {
  /** Undefined before the first start. */
  progress = $state.raw<FitProgress | undefined>();
  /** What is or was checked. */
  question = $state.raw<FitQuestion | undefined>();
  failure = $state.raw<Failure | undefined>();
  running = $state(false);
  readonly #store: Store;
  readonly #counter: PromptCounter;
  #stop: AbortController | undefined;

  constructor(store: Store, counter: PromptCounter) {
    this.#store = store;
    this.#counter = counter;
  }

  /** Resolves when the check is through, was stopped or has failed. Never rejects. */
  async start(question: FitQuestion, oracle: OracleSpec): Promise<void> {
    this.stop();
    const stop = new AbortController();
    this.#stop = stop;
    this.question = question;
    this.progress = undefined;
    this.failure = undefined;
    this.running = true;
    try {
      const counter = await this.#counter.for(oracle);
      for await (const progress of checkFit(question, this.#store, counter, stop.signal)) {
        if (this.#stop !== stop) return;
        this.progress = progress;
      }
    } catch (error) {
      if (!stop.signal.aborted) this.failure = describeFailure(error);
    } finally {
      if (this.#stop === stop) this.running = false;
    }
  }

  /** What was found so far stays. */
  stop(): void {
    this.#stop?.abort();
    this.#stop = undefined;
    this.running = false;
  }
}
