import { serve } from '../../bridge/serve.ts';
import type { Port } from '../../bridge/wire.ts';
import { withWeightErrors } from '../weights/storage-errors.ts';
import { askFacts } from './ask-hub.ts';
import { checkAddress, checkModelId, type DockCalls } from './dock-calls.ts';
import { fetchWeights } from './fetch-weights.ts';
import type { WeightSource } from './weight-source.ts';

/** The dock's worker end of its border: fetches models by their name and nothing else. */
export function serveDock(port: Port, source: WeightSource): void {
  serve<DockCalls>(port, {
    fetch: (address, { emit, signal }) =>
      withWeightErrors(signal, async () => {
        checkAddress(address);
        const { engine, modelId, revision, dtype } = address;
        return fetchWeights({ engine, modelId, revision, dtype }, source, emit, signal);
      }),
    lookUp: (modelId, { signal }) =>
      withWeightErrors(signal, async () => {
        checkModelId(modelId);
        return askFacts(modelId, source, signal);
      }),
  });
}
