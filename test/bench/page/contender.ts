import { connectWorker, type WorkerCaller } from '../../../src/bridge/worker-caller.ts';
import type { Oracle } from '../../../src/oracle/oracle.ts';
import { WorkerOracle } from '../../../src/oracle/worker-oracle.ts';
import type { BenchAnswer, BenchModel, BenchQuestion, Contestant } from './bench-api.ts';
import type { PlainCalls } from './plain.worker.ts';
import plainUrl from './plain.worker.ts?worker&url';
import { startWorkerWith } from './runtime-build.ts';
import tainUrl from './tain.worker.ts?worker&url';

const FOREVER = new AbortController().signal;

/** What answers questions, in a worker of its own. */
export interface Contender {
  /** Questions that it is given at once. */
  readonly rows: number;
  answerAll(questions: readonly BenchQuestion[]): Promise<BenchAnswer[]>;
  close(): void;
}

/** Loads a model for a contestant. */
export function openContender(contestant: Contestant, model: BenchModel): Promise<Contender> {
  return contestant.side === 'plain' ? PlainContender.open(contestant, model) : LaneContender.open(contestant, model);
}

/** One prompt after another, or batch after batch. */
class PlainContender implements Contender {
  readonly rows: number;
  readonly #worker: WorkerCaller<PlainCalls>;

  private constructor(worker: WorkerCaller<PlainCalls>, rows: number) {
    this.#worker = worker;
    this.rows = rows;
  }

  static async open({ build, rows }: Contestant, model: BenchModel): Promise<PlainContender> {
    const worker = connectWorker<PlainCalls>(startWorkerWith(build)(plainUrl), ({ name, detail }) => new Error(`${name}: ${detail}`), (detail) => new Error(detail));
    await worker.calls.call('load', model);
    return new PlainContender(worker, rows);
  }

  async answerAll(questions: readonly BenchQuestion[]): Promise<BenchAnswer[]> {
    const answers: BenchAnswer[] = [];
    for (let from = 0; from < questions.length; from += this.rows) {
      answers.push(...(await this.#worker.calls.call('answer', questions.slice(from, from + this.rows))));
    }
    return answers;
  }

  close(): void {
    this.#worker.end(new Error('closed'));
  }
}

/** The real oracle, with as many prompts in flight as it has lanes. */
class LaneContender implements Contender {
  readonly #oracle: Oracle;

  private constructor(oracle: Oracle) {
    this.#oracle = oracle;
  }

  get rows(): number {
    return this.#oracle.lanes;
  }

  static async open({ build, rows }: Contestant, { spec }: BenchModel): Promise<LaneContender> {
    const oracle = new WorkerOracle(startWorkerWith(build), tainUrl, rows);
    await oracle.load({ ...spec, lanes: rows }, () => undefined, FOREVER);
    return new LaneContender(oracle);
  }

  async answerAll(questions: readonly BenchQuestion[]): Promise<BenchAnswer[]> {
    const answers: BenchAnswer[] = [];
    const waiting = questions.entries();
    const answerOneByOne = async () => {
      for (const [index, question] of waiting) answers[index] = await this.#answer(question);
    };
    await Promise.all(Array.from({ length: this.rows }, answerOneByOne));
    return answers;
  }

  close(): void {
    void this.#oracle.close();
  }

  async #answer({ prompt, options }: BenchQuestion): Promise<BenchAnswer> {
    const { text, promptTokens, heldTokens, newTokens } = await this.#oracle.ask(prompt, options, () => undefined, FOREVER);
    return { text, promptTokens, heldTokens, newTokens };
  }
}
