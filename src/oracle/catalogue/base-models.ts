import { LICENCES } from './licences.ts';
import { MODEL_LANGUAGES } from './model-languages.ts';
import type { OnnxModel } from './transformers-models.ts';

/**
 * Base models with ONNX exports in one graph, for students: nobody taught them to chat, so they cannot be oracles. The first two have no q4f16; on the
 * GPU their weights in fp16 are as small as others' in four bits, and closer to the model's own. Measures: the makers' config.json. Files: the repositories' lists.
 */
export const BASE_MODELS: readonly OnnxModel[] = [
  {
    modelId: 'HuggingFaceTB/SmolLM-135M', title: 'SmolLM 135M base', licence: LICENCES.apache, parametersBillions: 0.135, thinks: false,
    shape: { layers: 30, keyValueHeads: 3, headWidth: 64, vocabulary: 49_152, width: 576 }, contextTokensMax: 2048,
    formats: { webgpu: ['fp16', 'q4'], wasm: ['q8'] }, languages: MODEL_LANGUAGES.english, strengths: ['small-machine', 'fast', 'open-data'], serves: 'student',
  },
  {
    modelId: 'HuggingFaceTB/SmolLM-360M', title: 'SmolLM 360M base', licence: LICENCES.apache, parametersBillions: 0.362, thinks: false,
    shape: { layers: 32, keyValueHeads: 5, headWidth: 64, vocabulary: 49_152, width: 960 }, contextTokensMax: 2048,
    formats: { webgpu: ['fp16', 'q4'], wasm: ['q8'] }, languages: MODEL_LANGUAGES.english, strengths: ['balanced', 'open-data'], serves: 'student',
  },
  {
    modelId: 'onnx-community/Llama-3.2-1B', title: 'Llama 3.2 1B base', licence: LICENCES.llama32, parametersBillions: 1.24, thinks: false,
    shape: { layers: 16, keyValueHeads: 8, headWidth: 64, vocabulary: 128_256, width: 2048 }, contextTokensMax: 131_072,
    formats: { webgpu: ['q4f16', 'q4'] }, languages: MODEL_LANGUAGES.llama, strengths: ['many-languages'], serves: 'student',
  },
];
