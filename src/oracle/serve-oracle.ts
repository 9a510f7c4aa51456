import { serve } from '../bridge/serve.ts';
import type { Port } from '../bridge/wire.ts';
import type { OracleCalls } from './oracle-calls.ts';
import type { Oracle } from './oracle.ts';
import { PieceBatch } from './piece-batch.ts';

/** The worker's end of an oracle: serves `oracle` to the page at the other end of `port`. */
export function serveOracle(port: Port, oracle: Oracle): void {
  serve<OracleCalls>(port, {
    load: async (spec, { emit, signal }) => {
      const calibration = await oracle.load(spec, emit, signal);
      return { lanes: oracle.lanes, calibration };
    },
    ask: async ({ prompt, options }, { emit, signal }) => {
      const pieces = new PieceBatch(emit);
      try {
        return await oracle.ask(prompt, options, (piece) => pieces.add(piece), signal);
      } finally {
        pieces.flush();
      }
    },
    usage: () => oracle.usage(),
  });
}
