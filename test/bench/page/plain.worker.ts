import type { Call } from '../../../src/bridge/calls.ts';
import type { Port } from '../../../src/bridge/wire.ts';
import type { BenchAnswer, BenchModel, BenchQuestion } from './bench-api.ts';
import { obeyBuild } from './runtime-build.ts';
import { tellMemory } from './worker-memory.ts';

/** What the page may call in the worker of the library's own loop. */
export type PlainCalls = {
  load: Call<BenchModel, never, void>;
  /** Answers questions in one call of the library. */
  answer: Call<readonly BenchQuestion[], never, BenchAnswer[]>;
};

tellMemory();
obeyBuild();
const { serve } = await import('../../../src/bridge/serve.ts');
const { PlainLoop } = await import('./plain-loop.ts');

let loaded: ReturnType<typeof PlainLoop.load> | undefined;

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serve<PlainCalls>(globalThis as unknown as Port, {
  load: async (model) => {
    loaded = PlainLoop.load(model);
    await loaded;
  },
  answer: async (questions) => {
    if (!loaded) throw new Error('no model is loaded');
    return (await loaded).answer(questions);
  },
});
