import type { AskOptions, Prompt } from '../../../src/core/prompt.ts';
import { connectWorker, type WorkerCaller } from '../../../src/bridge/worker-caller.ts';
import type { LaneFindings, Oracle, OracleUsage } from '../../../src/oracle/oracle.ts';
import { WorkerOracle } from '../../../src/oracle/worker-oracle.ts';
import { continuedPrompt } from '../../../src/reflection/prompts.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import type { BenchAnswer, BenchModel, BenchQuestion, Contestant, Opened } from './bench-api.ts';
import type { PlainCalls } from './plain.worker.ts';
import plainUrl from './plain.worker.ts?worker&url';
import { startWorkerWith } from './runtime-build.ts';
import tainUrl from './tain.worker.ts?worker&url';

const FOREVER = new AbortController().signal;

/** As the pipeline has it: one in the lane and one that waits for it. */
const IN_WORK_PER_LANE = 2;

/** What answers questions, in a worker of its own. */
export interface Contender {
  readonly opened: Opened;
  answerAll(questions: readonly BenchQuestion[]): Promise<BenchAnswer[]>;
  usage(): Promise<OracleUsage | undefined>;
  close(): void;
}

/** Loads a model for a contestant. */
export function openContender(contestant: Contestant, model: BenchModel): Promise<Contender> {
  return contestant.side === 'plain' ? PlainContender.open(contestant, model) : LaneContender.open(contestant, model);
}

/** One prompt after another, or batch after batch. */
class PlainContender implements Contender {
  readonly opened: Opened;
  readonly #worker: WorkerCaller<PlainCalls>;

  private constructor(worker: WorkerCaller<PlainCalls>, rows: number) {
    this.#worker = worker;
    this.opened = { rows, findings: undefined };
  }

  static async open({ build, rows }: Contestant, model: BenchModel): Promise<PlainContender> {
    const worker = connectWorker<PlainCalls>(startWorkerWith(build)(plainUrl), ({ name, detail }) => new Error(`${name}: ${detail}`), (detail) => new Error(detail));
    await worker.calls.call('load', model);
    return new PlainContender(worker, rows);
  }

  async answerAll(questions: readonly BenchQuestion[]): Promise<BenchAnswer[]> {
    const answers: BenchAnswer[] = [];
    const { rows } = this.opened;
    for (let from = 0; from < questions.length; from += rows) {
      answers.push(...(await this.#worker.calls.call('answer', questions.slice(from, from + rows))));
    }
    return answers;
  }

  usage(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  close(): void {
    this.#worker.end(new Error('closed'));
  }
}

/** The real oracle, with as many prompts in flight as the pipeline keeps there. */
class LaneContender implements Contender {
  readonly opened: Opened;
  readonly #oracle: Oracle;

  readonly #phases: Contestant['phases'];

  private constructor(oracle: Oracle, findings: LaneFindings, phases: Contestant['phases']) {
    this.#oracle = oracle;
    this.#phases = phases;
    this.opened = { rows: oracle.lanes, findings };
  }

  static async open({ build, rows, without, phases }: Contestant, { spec }: BenchModel): Promise<LaneContender> {
    const oracle = new WorkerOracle(startWorkerWith(build), tainUrl, rows);
    const findings = await oracle.load({ ...spec, lanes: rows, without }, () => undefined, FOREVER);
    return new LaneContender(oracle, findings, phases);
  }

  async answerAll(questions: readonly BenchQuestion[]): Promise<BenchAnswer[]> {
    const answers: BenchAnswer[] = [];
    const waiting = questions.entries();
    const answerOneByOne = async () => {
      for (const [index, question] of waiting) answers[index] = await this.#answer(question);
    };
    await Promise.all(Array.from({ length: this.opened.rows * IN_WORK_PER_LANE }, answerOneByOne));
    return answers;
  }

  usage(): Promise<OracleUsage | undefined> {
    return this.#oracle.usage();
  }

  close(): void {
    void this.#oracle.close();
  }

  async #answer({ prompt, second, options }: BenchQuestion): Promise<BenchAnswer> {
    const continued = this.#phases === 'continued';
    const first = await this.#ask(prompt, continued ? { ...options, continuable: true } : options);
    if (this.#phases === 'first') return first;
    return this.#ask(continued ? continuedPrompt(prompt, first.text, PAPER_RECIPE) : second, options);
  }

  async #ask(prompt: Prompt, options: AskOptions): Promise<BenchAnswer> {
    const { text, promptTokens, heldTokens, newTokens } = await this.#oracle.ask(prompt, options, () => undefined, FOREVER);
    return { text, promptTokens, heldTokens, newTokens };
  }
}
