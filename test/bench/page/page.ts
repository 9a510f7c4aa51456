import type { OracleUsage } from '../../../src/oracle/oracle.ts';
import type { Answered, BenchModel, BenchPage, BenchQuestion, Contestant, Opened } from './bench-api.ts';
import { type Contender, openContender } from './contender.ts';
import { layModel } from './lay-model.ts';
import { measureLimits } from './machine-limits.ts';
import { askMemory } from './worker-memory.ts';

class Page implements BenchPage {
  readonly lay = layModel;
  readonly machineLimits = measureLimits;
  #contender: Contender | undefined;

  async open(contestant: Contestant, model: BenchModel): Promise<Opened> {
    this.#contender?.close();
    this.#contender = await openContender(contestant, model);
    return this.#contender.opened;
  }

  async answer(questions: readonly BenchQuestion[]): Promise<Answered> {
    if (!this.#contender) throw new Error('nothing is open');
    const before = await this.#contender.usage();
    const startedAtMs = performance.now();
    const answers = await this.#contender.answerAll(questions);
    const durationMs = performance.now() - startedAtMs;
    return { durationMs, answers, wasmBytes: await askMemory(), usage: usageSince(before, await this.#contender.usage()) };
  }

  close(): Promise<void> {
    this.#contender?.close();
    this.#contender = undefined;
    return Promise.resolve();
  }
}

/** What was done between two looks. */
function usageSince(before: OracleUsage | undefined, after: OracleUsage | undefined): OracleUsage | undefined {
  if (!before || !after) return undefined;
  const { lanes } = after;
  const since = (figure: Exclude<keyof OracleUsage, 'lanes'>) => after[figure] - before[figure];
  return { lanes, servedMs: since('servedMs'), starvedLaneMs: since('starvedLaneMs'), stepMs: since('stepMs'), steps: since('steps'), readTokens: since('readTokens'), heldTokens: since('heldTokens'), newTokens: since('newTokens') };
}

Object.assign(globalThis, { bench: new Page() });
