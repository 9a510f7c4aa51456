import type { Port } from '../../../src/bridge/wire.ts';
import { serveOracle } from '../../../src/oracle/serve-oracle.ts';
import { ScriptedOracle } from '../../ui/scripted-oracle.ts';

/** The place at which it hangs is said by the model's id: its event loop stays alive, its engine does nothing more. `fine` hangs nowhere. */
let oracle = new ScriptedOracle({ lanes: 2, pieceMs: 1 });

serveOracle(globalThis as unknown as Port, {
  lanes: 2,
  load: (spec, onProgress, signal) => {
    const places = ['load', 'warm-up', 'try-out', 'first-text', 'next-text'] as const;
    const hangsAt = places.find((place) => place === spec.modelId);
    oracle = new ScriptedOracle({ lanes: 2, pieceMs: 1, ...(hangsAt ? { hangsAt } : {}) });
    return oracle.load(spec, onProgress, signal);
  },
  ask: (...question) => oracle.ask(...question),
  usage: () => oracle.usage(),
  close: () => oracle.close(),
});
