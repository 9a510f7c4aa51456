import type { DeviceName } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';
import type { CatalogueFamily } from './catalogue-entry.ts';
import { LICENCES } from './licences.ts';

/** Folder of this site that holds the practice model. */
export const PRACTICE_MODEL_ID = 'tain-practice';

/** Rises with each change of the practice model that changes its answers. */
const REVISION = '1';

/** The practice oracle on the GPU and on the CPU: two offers, for a person may want to try out either. */
export const PRACTICE_FAMILIES: readonly CatalogueFamily[] = [[card('webgpu')], [card('wasm')]];

function card(device: DeviceName): ModelCard {
  return {
    spec: {
      engine: 'transformers',
      modelId: PRACTICE_MODEL_ID,
      revision: REVISION,
      device,
      dtype: 'fp32',
      // Half of what the model can take: a record that never ends costs a minute less where the GPU is an emulated one.
      contextTokens: 2048,
      lanes: 'auto',
      practice: true,
    },
    title: 'Practice oracle',
    licence: LICENCES.apache,
    parametersBillions: 0,
    downloadBytes: 0,
    memoryBytes: 64 * 1024 ** 2,
    contextTokensMax: 4096,
    languages: [],
    strengths: ['trial'],
    gpu: device === 'webgpu' ? { shaderF16: false, bufferBytes: 0 } : undefined,
    thinks: false,
  };
}
