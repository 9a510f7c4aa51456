import type { ModelShape } from './model-shape.ts';

/** What a model's configuration says about it, as far as it matters here; foreign, so each of it may be missing. */
export interface RepositoryConfig {
  readonly modelType: string;
  /** Of `config.json`; empty in `mlc-chat-config.json`. */
  readonly architectures: readonly string[];
  readonly shape: ModelShape;
  readonly contextTokensMax: number;
  readonly parametersBillions: number;
  /** Has a part that sees or hears. */
  readonly senses: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads `config.json`, or `mlc-chat-config.json`, whose measures lie in `model_config`. Undefined when it has not the measures of a language model.
 * Names as in transformers and MLC; older architectures call the same things otherwise.
 */
export function readRepositoryConfig(config: unknown): RepositoryConfig | undefined {
  const whole = fields(config);
  const outer = { ...whole, ...fields(whole['model_config']) };
  // Models with senses keep the measures of their language part inside.
  const inner = { ...outer, ...fields(outer['text_config']) };
  const measures = readMeasures(inner);
  if (!measures) return undefined;
  const { width, heads, layers, vocabulary } = measures;
  const headWidth = number(inner, 'head_dim') ?? width / heads;
  const keyValueHeads = number(inner, 'num_key_value_heads') ?? heads;
  return {
    modelType: text(inner['model_type']) ?? text(whole['model_type']) ?? '',
    architectures: texts(whole['architectures']),
    shape: { layers: attendingLayers(inner, layers), keyValueHeads, headWidth, vocabulary, width },
    contextTokensMax: number(inner, 'max_position_embeddings', 'context_window_size', 'n_positions', 'n_ctx') ?? 2048,
    parametersBillions: reckonParameters(inner, measures, headWidth, keyValueHeads) / 1e9,
    senses: ['vision_config', 'audio_config', 'image_token_id', 'audio_token_id'].some((name) => outer[name] !== undefined && outer[name] !== null),
  };
}

interface Measures {
  readonly width: number;
  readonly heads: number;
  readonly layers: number;
  readonly vocabulary: number;
}

function readMeasures(config: Fields): Measures | undefined {
  const width = number(config, 'hidden_size', 'n_embd', 'd_model', 'dim');
  const heads = number(config, 'num_attention_heads', 'n_head', 'n_heads');
  const layers = number(config, 'num_hidden_layers', 'n_layer', 'n_layers');
  const vocabulary = number(config, 'vocab_size');
  if (width === undefined || heads === undefined || layers === undefined || vocabulary === undefined) return undefined;
  return { width, heads, layers, vocabulary };
}

/** Hybrid models name the kind of each layer, and keep the whole context only in those with full attention. */
function attendingLayers(config: Fields, layers: number): number {
  const kinds = texts(config['layer_types']);
  const attending = kinds.filter((kind) => /attention/.test(kind) && !/linear/.test(kind)).length;
  return attending > 0 ? attending : layers;
}

/** Weights of a gated transformer: attention and feed-forward of each layer, and the token table, twice unless it serves at both ends. */
function reckonParameters(config: Fields, { width, heads, layers, vocabulary }: Measures, headWidth: number, keyValueHeads: number): number {
  const inner = number(config, 'intermediate_size', 'n_inner', 'ffn_dim') ?? 4 * width;
  const attention = 2 * width * headWidth * (heads + keyValueHeads);
  const tables = config['tie_word_embeddings'] === false ? 2 : 1;
  return layers * (attention + 3 * width * inner) + tables * vocabulary * width;
}

function number(config: Fields, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const value = config[name];
    if (typeof value === 'number' && Number.isFinite(value) && value > 0) return value;
  }
  return undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
