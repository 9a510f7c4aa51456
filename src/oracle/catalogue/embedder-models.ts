import type { DeviceName } from '../../core/run.ts';
import type { Licence } from '../model-card.ts';
import { LICENCES } from './licences.ts';

/** Number formats of encoders that are offered: all of them are small, so that on the GPU nothing is packed into four bits. */
export type EncoderDtype = 'fp32' | 'fp16' | 'q8';

/** A model of sentence vectors with ONNX exports for Transformers.js, trained for the mean of length 1. Measures: the makers' config.json and model cards; sizes: the repositories' lists of files. */
export interface EmbedderModel {
  /** Repository on Hugging Face. */
  readonly modelId: string;
  readonly title: string;
  readonly licence: Licence;
  readonly parametersBillions: number;
  /** Tokens of a text that it was trained on; it reads up to 512. */
  readonly contextTokens: number;
  readonly vocabulary: number;
  /** Numbers in a vector. */
  readonly width: number;
  readonly weightBytes: Readonly<Record<EncoderDtype, number>>;
  /** Tokenizer and configuration. */
  readonly besidesBytes: number;
  readonly languages: readonly string[];
  /** Best first. */
  readonly formats: Readonly<Record<DeviceName, readonly [EncoderDtype, ...EncoderDtype[]]>>;
}

const FORMATS = { webgpu: ['fp16', 'fp32'], wasm: ['q8'] } as const;

/** Source: the documentation of Sentence Transformers, which names them. */
const FIFTY_LANGUAGES =
  'en ar bg ca cs da de el es et fa fi fr gl gu he hi hr hu hy id it ja ka ko ku lt lv mk mn mr ms my nb nl pl pt ro ru sk sl sq sr sv th tr uk ur vi zh'.split(' ');

/** The models of sentence vectors, smallest first. */
export const EMBEDDER_MODELS: readonly EmbedderModel[] = [
  {
    modelId: 'Xenova/all-MiniLM-L6-v2', title: 'all-MiniLM-L6-v2', licence: LICENCES.apache, parametersBillions: 0.0227, contextTokens: 256, vocabulary: 30_522, width: 384,
    weightBytes: { fp32: 90.4e6, fp16: 45.3e6, q8: 23e6 }, besidesBytes: 0.71e6, languages: ['en'], formats: FORMATS,
  },
  {
    modelId: 'Xenova/paraphrase-multilingual-MiniLM-L12-v2', title: 'paraphrase-multilingual-MiniLM-L12-v2', licence: LICENCES.apache, parametersBillions: 0.118, contextTokens: 128, vocabulary: 250_037, width: 384,
    weightBytes: { fp32: 470e6, fp16: 235e6, q8: 118e6 }, besidesBytes: 17.1e6, languages: FIFTY_LANGUAGES, formats: FORMATS,
  },
];
