import { draftDecoder, isConvolution } from './decoder.ts';
import type { ModelPlan } from './model-plan.ts';
import type { NumberFormat } from './model-shape.ts';
import { CONVOLUTION_WIDTH } from './short-convolution.ts';
import { listTokens, type TokenList } from './token-list.ts';
import { tokenizerFiles } from './tokenizer-files.ts';

/** What a random model is to be; see {@link ModelPlan}. */
export interface RandomModelOptions extends Pick<ModelPlan, 'shape' | 'attention' | 'format' | 'seed'> {
  /** True unless given. */
  readonly keepsLogits?: boolean;
  /** 0 unless given. */
  readonly accuracyLevel?: ModelPlan['accuracyLevel'];
  /**
   * Tokens that end an answer, as a fraction of the vocabulary: an answer then is 1 / fraction tokens long on average. With 0, as without
   * it, only `<|im_end|>` does, which the model never writes of itself: answers end by their limits.
   */
  readonly endFraction?: number;
}

/** Engine's name of the model file for each format. Source: DEFAULT_DTYPE_SUFFIX_MAPPING of @huggingface/transformers 4.3.1. */
const SUFFIX: Readonly<Record<NumberFormat, string>> = { fp32: '', fp16: '_fp16', q4: '_q4', q4f16: '_q4f16', q8: '_quantized' };

/** Weights beyond it lie in a file of their own, as those of real models do beyond two gigabytes. */
const INLINE_BYTES_MAX = 32 * 2 ** 20;

/**
 * The files of a language model with random weights, by their path in the model's folder, as Transformers.js reads them. Always the
 * same for the same options; the same seed gives the same weights in every format and every kind of attention. It writes words
 * without sense that depend on all that it has read.
 */
export function randomModelFiles(options: RandomModelOptions): Map<string, Uint8Array<ArrayBuffer>> {
  const tokens = listTokens(options.shape.vocabularySize);
  const { model, data } = draftDecoder(planOf(options, tokens)).writer.toModel(`model${SUFFIX[options.format]}.onnx_data`, INLINE_BYTES_MAX);
  const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  const path = `onnx/model${SUFFIX[options.format]}.onnx`;
  const end = endTokens(options, tokens);
  const files = new Map<string, Uint8Array<ArrayBuffer>>([
    ['config.json', json({ ...config(options), ...control(tokens), ...(data && { 'transformers.js_config': { use_external_data_format: 1 } }) })],
    ['generation_config.json', json({ do_sample: false, max_length: options.shape.contextTokens, ...control(tokens), eos_token_id: end })],
    ...Object.entries(tokenizerFiles(tokens, options.shape.contextTokens)).map(([name, value]) => [name, json(value)] as const),
    [path, model],
  ]);
  if (data) files.set(`${path}_data`, data);
  return files;
}

function planOf({ shape, attention, format, seed, keepsLogits = true, accuracyLevel = 0 }: RandomModelOptions, { muted }: TokenList): ModelPlan {
  return { shape, attention, format, seed, keepsLogits, accuracyLevel, mutedTokens: muted };
}

function control({ firstControl }: TokenList) {
  return { bos_token_id: firstControl + 1, eos_token_id: firstControl + 2, pad_token_id: firstControl };
}

/** `<|im_end|>`, and words spread over the vocabulary. */
function endTokens({ endFraction = 0 }: RandomModelOptions, { firstControl, muted }: TokenList): number[] {
  const silent = new Set(muted);
  const count = Math.round(endFraction * firstControl);
  const spread = Array.from({ length: count }, (_, index) => Math.floor(((index + 0.5) * firstControl) / count));
  return [firstControl + 2, ...spread.filter((token) => !silent.has(token))];
}

function config(options: RandomModelOptions) {
  const { shape, attention, format } = options;
  const hybrid = attention === 'hybrid';
  const layers = Array.from({ length: shape.layers }, (_, layer) => (isConvolution(options, layer) ? 'conv' : 'full_attention'));
  return {
    architectures: [hybrid ? 'Lfm2ForCausalLM' : 'LlamaForCausalLM'],
    model_type: hybrid ? 'lfm2' : 'llama',
    vocab_size: shape.vocabularySize,
    hidden_size: shape.hiddenSize,
    intermediate_size: shape.intermediateSize,
    head_dim: shape.headSize,
    num_hidden_layers: shape.layers,
    num_attention_heads: shape.heads,
    num_key_value_heads: shape.keyValueHeads,
    max_position_embeddings: shape.contextTokens,
    rms_norm_eps: shape.normEpsilon,
    rope_theta: shape.rotaryBase,
    torch_dtype: format === 'fp16' || format === 'q4f16' ? 'float16' : 'float32',
    ...(hybrid && { layer_types: layers, conv_L_cache: CONVOLUTION_WIDTH }),
  };
}
