import type { Port } from '../../../src/bridge/wire.ts';
import type { Oracle } from '../../../src/oracle/oracle.ts';
import { obeyBuild } from './runtime-build.ts';
import { tellMemory } from './worker-memory.ts';

tellMemory();
obeyBuild();
const { serveOracle } = await import('../../../src/oracle/serve-oracle.ts');
const { TransformersOracle } = await import('../../../src/oracle/transformers/transformers-oracle.ts');

const engine = new TransformersOracle();

/** The real engine, which is not tried out: random weights write nonsense, and would be refused. */
const oracle: Oracle = {
  get lanes() {
    return engine.lanes;
  },
  load: async (spec, onProgress, signal) => {
    await engine.load(spec, onProgress, signal);
    engine.meter.begin(engine.lanes);
    return { ...engine.laneFindings, promptTokensPerSecond: 0, newTokensPerSecond: 0 };
  },
  ask: (prompt, options, onText, signal) => engine.ask(prompt, options, onText, signal),
  usage: () => Promise.resolve(engine.meter.usage),
  close: () => engine.close(),
};

// The DOM library takes every script for a page's; in a worker the global scope is a port.
serveOracle(globalThis as unknown as Port, oracle);
