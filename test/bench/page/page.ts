import type { Answered, BenchModel, BenchPage, BenchQuestion, Contestant } from './bench-api.ts';
import { type Contender, openContender } from './contender.ts';
import { layModel } from './lay-model.ts';
import { measureLimits } from './machine-limits.ts';
import { askMemory } from './worker-memory.ts';

class Page implements BenchPage {
  readonly lay = layModel;
  readonly machineLimits = measureLimits;
  #contender: Contender | undefined;

  async open(contestant: Contestant, model: BenchModel): Promise<number> {
    this.#contender?.close();
    this.#contender = await openContender(contestant, model);
    return this.#contender.rows;
  }

  async answer(questions: readonly BenchQuestion[]): Promise<Answered> {
    if (!this.#contender) throw new Error('nothing is open');
    const startedAtMs = performance.now();
    const answers = await this.#contender.answerAll(questions);
    return { durationMs: performance.now() - startedAtMs, answers, wasmBytes: await askMemory() };
  }

  close(): Promise<void> {
    this.#contender?.close();
    this.#contender = undefined;
    return Promise.resolve();
  }
}

Object.assign(globalThis, { bench: new Page() });
