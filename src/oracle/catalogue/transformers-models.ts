import type { DeviceName } from '../../core/run.ts';
import type { OracleOffer } from '../oracle.ts';
import { LICENCES } from './licences.ts';

/** The number formats of ONNX exports that are offered. q4 on the CPU is left out: its weights are unpacked anew for each token. */
export type OnnxDtype = 'q4f16' | 'q4' | 'q8';

/** A model in one number format. */
export interface OnnxFormat {
  readonly dtype: OnnxDtype;
  /** Approximate: reckoned from the parameters and the format, as these exports keep their token table unpacked. */
  readonly downloadBytes: number;
}

/** An instruction-tuned model with ONNX exports for Transformers.js. */
export interface OnnxModel {
  /** Repository on Hugging Face. */
  readonly modelId: string;
  readonly title: string;
  readonly licence: OracleOffer['licence'];
  readonly parametersBillions: number;
  /** Size of the token table, the largest single tensor. */
  readonly embedding: { readonly tokens: number; readonly width: number };
  /** Best first; no entry for a device means that the model is too slow or too poor there. */
  readonly formats: Readonly<Partial<Record<DeviceName, readonly [OnnxFormat, ...OnnxFormat[]]>>>;
}

/** The models for Transformers.js, smallest first. */
export const ONNX_MODELS: readonly OnnxModel[] = [
  {
    modelId: 'HuggingFaceTB/SmolLM2-135M-Instruct',
    title: 'SmolLM2 135M',
    licence: LICENCES.apache,
    parametersBillions: 0.135,
    embedding: { tokens: 49_152, width: 576 },
    formats: { wasm: [{ dtype: 'q8', downloadBytes: 140e6 }] },
  },
  {
    modelId: 'HuggingFaceTB/SmolLM2-360M-Instruct',
    title: 'SmolLM2 360M',
    licence: LICENCES.apache,
    parametersBillions: 0.36,
    embedding: { tokens: 49_152, width: 960 },
    formats: {
      webgpu: [
        { dtype: 'q4f16', downloadBytes: 275e6 },
        { dtype: 'q4', downloadBytes: 390e6 },
      ],
      wasm: [{ dtype: 'q8', downloadBytes: 366e6 }],
    },
  },
  {
    modelId: 'onnx-community/Qwen2.5-0.5B-Instruct',
    title: 'Qwen2.5 0.5B',
    licence: LICENCES.apache,
    parametersBillions: 0.49,
    embedding: { tokens: 151_936, width: 896 },
    formats: {
      webgpu: [
        { dtype: 'q4f16', downloadBytes: 490e6 },
        { dtype: 'q4', downloadBytes: 795e6 },
      ],
      wasm: [{ dtype: 'q8', downloadBytes: 515e6 }],
    },
  },
  {
    modelId: 'onnx-community/Llama-3.2-1B-Instruct-ONNX',
    title: 'Llama 3.2 1B',
    licence: LICENCES.llama32,
    parametersBillions: 1.24,
    embedding: { tokens: 128_256, width: 2048 },
    formats: {
      webgpu: [
        { dtype: 'q4f16', downloadBytes: 1100e6 },
        { dtype: 'q4', downloadBytes: 1700e6 },
      ],
    },
  },
];
