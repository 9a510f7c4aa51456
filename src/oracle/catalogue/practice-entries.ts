import type { DeviceName, OracleSpec } from '../../core/run.ts';
import type { ModelCard } from '../model-card.ts';
import type { CatalogueFamily } from './catalogue-entry.ts';
import { LICENCES } from './licences.ts';

/** Folders of this site that hold the practice models. */
export const PRACTICE_MODEL_ID = 'tain-practice';
const STUDENT_ID = 'tain-practice-student';
const EMBEDDER_ID = 'tain-practice-embedder';

/** Rises with each change of a practice model that changes what it gives. */
const REVISION = '1';

const MEBIBYTE = 1024 ** 2;

/** The practice oracle on the GPU and on the CPU: two offers, for a person may want to try out either. */
export const PRACTICE_FAMILIES: readonly CatalogueFamily[] = [[oracleCard('webgpu')], [oracleCard('wasm')]];

/** The practice student, whose tokens are bytes: the practice oracle finds all texts equally unlikely. */
export const PRACTICE_STUDENT_FAMILIES: readonly CatalogueFamily[] = [
  [practiceCard('Practice student', { ...practiceSpec(STUDENT_ID, 'wasm', 8192), lanes: 1 }, { contextTokensMax: 8192, memoryBytes: 64 * MEBIBYTE, serves: 'student' })],
];

/** The practice embedder, whose tokens are bytes. */
export const PRACTICE_EMBEDDER_FAMILIES: readonly CatalogueFamily[] = [
  [practiceCard('Practice embedder', { ...practiceSpec(EMBEDDER_ID, 'wasm', 4096), lanes: 1 }, { contextTokensMax: 4096, memoryBytes: 32 * MEBIBYTE, serves: 'embedder' })],
];

function oracleCard(device: DeviceName): ModelCard {
  // Half of what the model can take: a record that never ends costs a minute less where the GPU is an emulated one.
  return practiceCard('Practice oracle', practiceSpec(PRACTICE_MODEL_ID, device, 2048), { contextTokensMax: 4096, memoryBytes: 64 * MEBIBYTE });
}

function practiceSpec(modelId: string, device: DeviceName, contextTokens: number): OracleSpec {
  return { engine: 'transformers', modelId, revision: REVISION, device, dtype: 'fp32', contextTokens, lanes: 'auto', practice: true };
}

function practiceCard(title: string, spec: OracleSpec, rest: Pick<ModelCard, 'contextTokensMax' | 'memoryBytes' | 'serves'>): ModelCard {
  return {
    spec,
    title,
    licence: LICENCES.apache,
    parametersBillions: 0,
    downloadBytes: 0,
    languages: [],
    strengths: ['trial'],
    gpu: spec.device === 'webgpu' ? { shaderF16: false, bufferBytes: 0 } : undefined,
    thinks: false,
    ...rest,
  };
}
