import { AutoModel, type PreTrainedTokenizer } from '@huggingface/transformers';
import type { DeviceName, OracleSpec } from '../../../core/run.ts';
import type { Embedder, EmbedderTraits, Embedding, EmbedProgress } from '../../embedder.ts';
import { type LoadProgress, OracleError } from '../../oracle.ts';
import { loadGraph } from '../load-model.ts';
import { type LivingModel, ModelLife } from '../model-life.ts';
import { KNOWN_TEXTS } from '../self-checks.ts';
import { plainTokens, specialTokens } from '../special-tokens.ts';
import { type EmbeddingModel, embedTexts, type TextTokens, vectorsOf } from './embed-texts.ts';
import { openEncoder } from './encoder.ts';
import { poolingSettings, readStoredSettings } from './pooling-settings.ts';

/**
 * Tokens of a step over all its rows. Measured in the shape of all-MiniLM-L6 on the processor: short texts are read 1.8 times as fast as one
 * by one and long ones as fast; with 2,048 tokens 1.4 times, and long ones slower than alone. A GPU is taken to need more to be busy.
 */
const STEP_TOKENS_MAX = { wasm: 512, webgpu: 2048 } as const;

/** How far a text's vector may lie from itself, as a part of its length. */
const TOLERANCE = { halves: 0.02, singles: 0.001 } as const;

interface LoadedEmbedder extends LivingModel {
  readonly embedding: EmbeddingModel;
  readonly traits: EmbedderTraits;
}

/** An embedder run by Transformers.js, inside a worker. Loads one model in its life. */
export class TransformersEmbedder implements Embedder {
  readonly #life = new ModelLife<LoadedEmbedder>();

  /** Also rejects with OracleError `self-test-failed` when the model computes no numbers on this machine. */
  async load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<EmbedderTraits> {
    const { traits } = await this.#life.load(spec, () => loadEmbedder(spec, onProgress), signal);
    return traits;
  }

  embed(texts: readonly string[], onProgress: (progress: EmbedProgress) => void, signal: AbortSignal): Promise<Embedding[]> {
    return this.#life.use(async ({ embedding: model }, between) => {
      const embeddings: Embedding[] = [];
      for await (const progress of embedTexts(texts, model, between)) {
        for (const { index, embedding } of progress.embedded) embeddings[index] = embedding;
        onProgress(progress);
      }
      return embeddings;
    }, signal);
  }

  close(): Promise<void> {
    return this.#life.close();
  }
}

async function loadEmbedder(spec: OracleSpec, onProgress: (progress: LoadProgress) => void): Promise<LoadedEmbedder> {
  const { tokenizer, session } = await loadGraph(AutoModel, spec, onProgress);
  const { configured, ...settings } = await poolingSettings(readStoredSettings(spec));
  onProgress({ stage: 'warm-up', fraction: undefined, loadedBytes: 0, totalBytes: undefined });
  const tokensMax = Math.min(spec.contextTokens, lengthMax(tokenizer), settings.tokensMax);
  const encoder = openEncoder(session, paddingOf(tokenizer));
  const alone: EmbeddingModel = { ...settings, encoder, encode: textEncoder(tokenizer, tokensMax), stepTokensMax: STEP_TOKENS_MAX[spec.device], rowsFor: rowsOn(spec.device), sideBySide: false };
  const { dimensions, sideBySide } = await tryOut(alone, spec.dtype.endsWith('16') ? TOLERANCE.halves : TOLERANCE.singles);
  const pooling = encoder.pools ? 'model' : settings.pooling;
  return {
    embedding: { ...alone, sideBySide },
    traits: { dimensions, tokensMax, pooling, normalised: settings.normalised, configured: configured || encoder.pools },
    check: async () => void (await vectorsOf([alone.encode(KNOWN_TEXTS.numbers).tokens], alone)),
    release: () => encoder.release(),
  };
}

/** Cuts what is between the special tokens, so that the last of them stays. */
function textEncoder(tokenizer: PreTrainedTokenizer, tokensMax: number): (text: string) => TextTokens {
  const { before, after } = specialTokens(tokenizer);
  const room = Math.max(0, tokensMax - before.length - after.length);
  return (text) => {
    const plain = plainTokens(tokenizer, text);
    const tokens = [...before, ...plain.slice(0, room), ...after];
    return { tokens: tokens.length > 0 ? tokens : [paddingOf(tokenizer)], cutTokens: Math.max(0, plain.length - room) };
  };
}

/** As the tokenizer's configuration has it, where that is a number one can count to. */
function lengthMax(tokenizer: PreTrainedTokenizer): number {
  const length: unknown = tokenizer.model_max_length;
  return typeof length === 'number' && length > 0 ? length : Infinity;
}

/** Any token will do: what is filled up is masked. */
function paddingOf({ pad_token_id }: { readonly pad_token_id?: number }): number {
  return pad_token_id ?? 0;
}

/** A GPU compiles anew for each number of rows. */
function rowsOn(device: DeviceName): (count: number) => number {
  return device === 'webgpu' ? (count) => 2 ** Math.ceil(Math.log2(count)) : (count) => count;
}

/** Whether a text gets the same vector beside another one as alone. Not where activations are quantised with one scale for all rows, as graphs in q8 do it that `scaleRowsAlone` does not know. */
async function tryOut(model: EmbeddingModel, tolerance: number): Promise<{ dimensions: number; sideBySide: boolean }> {
  const rows = [KNOWN_TEXTS.months, KNOWN_TEXTS.numbers].map((text) => model.encode(text).tokens);
  const together = await vectorsOf(rows, model);
  const alone = [...(await vectorsOf(rows.slice(0, 1), model)), ...(await vectorsOf(rows.slice(1), model))];
  if (!alone.every((vector) => vector.every((value) => Number.isFinite(value)))) throw new OracleError('self-test-failed', 'the model computes no numbers');
  const agree = alone.every((vector, index) => distance(vector, together[index] ?? vector) <= tolerance * lengthOf(vector));
  return { dimensions: alone[0]?.length ?? 0, sideBySide: agree };
}

function distance(one: Float32Array, other: Float32Array): number {
  return lengthOf(one.map((value, index) => value - (other[index] ?? NaN)));
}

function lengthOf(vector: Float32Array): number {
  return Math.hypot(...vector);
}
