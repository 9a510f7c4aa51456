import { serve } from '../../bridge/serve.ts';
import type { Port } from '../../bridge/wire.ts';
import type { ModelCard } from '../model-card.ts';
import type { DeviceReport } from '../oracles.ts';
import { checkWeights } from './check-weights.ts';
import { importModel } from './import-model.ts';
import { withWeightErrors } from './storage-errors.ts';
import type { WeightCalls } from './weight-calls.ts';

/** The worker's end of the shelf: imports and checks. `probe` tells what this machine can run. */
export function serveWeights(port: Port, probe: () => Promise<DeviceReport>): void {
  serve<WeightCalls>(port, {
    importModel: (files, { emit, signal }) =>
      withWeightErrors(signal, async () => {
        const report = await probe();
        return importModel(files, (card) => fits(card, report), emit, signal);
      }),
    check: (model, { emit, signal }) => withWeightErrors(signal, () => checkWeights(model, emit, signal)),
  });
}

/** Whether the GPU can run a model's number format at all. */
function fits({ gpu: needs }: ModelCard, { gpu }: DeviceReport): boolean {
  return needs === undefined || (gpu !== undefined && (gpu.shaderF16 || !needs.shaderF16) && gpu.maxBufferBytes >= needs.bufferBytes);
}
