import { serve } from '../../bridge/serve.ts';
import type { Port } from '../../bridge/wire.ts';
import { weightsOf } from '../catalogue/cached-weights.ts';
import { identityKey } from '../catalogue/catalogue-entry.ts';
import { findEntry } from '../catalogue/catalogue.ts';
import { OracleError } from '../oracle.ts';
import type { DockCalls } from './dock-calls.ts';
import { downloadWeights } from './download-weights.ts';
import type { WeightSource } from './weight-source.ts';

/** The dock's end of its border: fetches what the catalogue knows and nothing else. */
export function serveDock(port: Port, source: WeightSource): void {
  serve<DockCalls>(port, {
    fetchWeights: async (identity, { emit, signal }) => {
      try {
        const entry = findEntry(identity);
        if (!entry) throw new OracleError('download-failed', `not in the catalogue: ${identityKey(identity)}`);
        const layout = weightsOf(entry.spec);
        if (layout) await downloadWeights(layout, source, emit, signal);
      } catch (error) {
        throw error instanceof OracleError ? error : new OracleError('download-failed', String(error), { cause: error });
      }
    },
  });
}
