import { describe, expect, it } from 'vitest';
import { findEntry } from '../../../src/oracle/catalogue/catalogue.ts';
import { cardsOf } from '../../../src/oracle/catalogue/repository-cards.ts';
import type { RepositoryFacts } from '../../../src/oracle/catalogue/repository-facts.ts';
import { titleOf } from '../../../src/oracle/catalogue/repository-title.ts';
import { canServe } from '../../../src/oracle/model-card.ts';
import { WeightError } from '../../../src/oracle/shelf.ts';

const TOKENIZER = { 'config.json': 900, 'tokenizer.json': 9_000_000, 'tokenizer_config.json': 9000 };

/** The makers' own configurations, as far as they are read. */
const LLAMA_1B = { architectures: ['LlamaForCausalLM'], model_type: 'llama', hidden_size: 2048, intermediate_size: 8192, num_hidden_layers: 16, num_attention_heads: 32, num_key_value_heads: 8, head_dim: 64, vocab_size: 128_256, max_position_embeddings: 131_072, tie_word_embeddings: true };
const QWEN3_06B = { architectures: ['Qwen3ForCausalLM'], model_type: 'qwen3', hidden_size: 1024, intermediate_size: 3072, num_hidden_layers: 28, num_attention_heads: 16, num_key_value_heads: 8, head_dim: 128, vocab_size: 151_936, max_position_embeddings: 40_960, tie_word_embeddings: true };
const PHI_35 = { architectures: ['Phi3ForCausalLM'], model_type: 'phi3', hidden_size: 3072, intermediate_size: 8192, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 32, vocab_size: 32_064, max_position_embeddings: 131_072, tie_word_embeddings: false };
const GEMMA3_1B = { architectures: ['Gemma3ForCausalLM'], model_type: 'gemma3_text', hidden_size: 1152, intermediate_size: 6912, num_hidden_layers: 26, num_attention_heads: 4, num_key_value_heads: 1, head_dim: 256, vocab_size: 262_144, max_position_embeddings: 32_768 };
const QWEN35_TEXT = { architectures: ['Qwen3_5ForCausalLM'], model_type: 'qwen3_5_text', hidden_size: 1024, intermediate_size: 3584, num_hidden_layers: 24, num_attention_heads: 8, num_key_value_heads: 2, head_dim: 256, vocab_size: 248_320, max_position_embeddings: 262_144, layer_types: Array.from({ length: 24 }, (_, n) => (n % 4 === 3 ? 'full_attention' : 'linear_attention')) };
const GPT2 = { architectures: ['GPT2LMHeadModel'], model_type: 'gpt2', n_embd: 768, n_head: 12, n_layer: 12, n_ctx: 1024, vocab_size: 50_257 };
const MINILM = { architectures: ['BertModel'], model_type: 'bert', hidden_size: 384, intermediate_size: 1536, num_hidden_layers: 6, num_attention_heads: 12, vocab_size: 30_522, max_position_embeddings: 512 };
const SMOLVLM = { architectures: ['Idefics3ForConditionalGeneration'], model_type: 'idefics3', text_config: { ...LLAMA_1B, model_type: 'llama' }, vision_config: { hidden_size: 768 } };
const MLC_QWEN3_4B = { model_type: 'qwen3', quantization: 'q4f16_1', context_window_size: 40_960, model_config: { hidden_size: 2560, intermediate_size: 9728, num_attention_heads: 32, num_hidden_layers: 36, num_key_value_heads: 8, head_dim: 128, vocab_size: 151_936, tie_word_embeddings: true, context_window_size: 40_960 }, vocab_size: 151_936, tokenizer_files: ['tokenizer.json'] };
const MLC_HERMES = { model_type: 'llama', quantization: 'q4f32_1', model_config: { hidden_size: 3072, intermediate_size: 8192, num_attention_heads: 24, num_hidden_layers: 28, num_key_value_heads: 8, head_dim: 128, vocab_size: 128_256, tie_word_embeddings: true, context_window_size: 131_072 } };

function facts(modelId: string, config: unknown, sizes: Readonly<Record<string, number>>, others: Partial<RepositoryFacts> = {}): RepositoryFacts {
  const files = Object.entries(sizes).map(([path, sizeBytes]) => ({ path, sizeBytes, sha256: undefined }));
  return { modelId, revision: 'c0ffee', licence: 'apache-2.0', languages: ['en'], files, config, ...others };
}

const refusal = (given: RepositoryFacts): string => {
  try {
    return cardsOf(given).map(({ spec }) => spec.dtype).join();
  } catch (error) {
    if (!(error instanceof WeightError)) throw error;
    return `${error.code}: ${error.detail}`;
  }
};

describe('the cards of an ONNX repository', () => {
  it('are one for each format that computes rightly, the best first on each device', () => {
    const onnx = { 'onnx/model_q4f16.onnx': 1.07e9, 'onnx/model_q4.onnx': 1.66e9, 'onnx/model_quantized.onnx': 1.24e9, 'onnx/model_bnb4.onnx': 1.6e9 };
    const cards = cardsOf(facts('somebody/Llama-3.2-1B-tuned-ONNX', LLAMA_1B, { ...TOKENIZER, ...onnx }, { licence: 'llama3.2', languages: ['en', 'de'] }));
    expect(cards.map(({ spec }) => `${spec.device} ${spec.dtype}`)).toEqual(['webgpu q4f16', 'webgpu q4', 'wasm q8']);
    const [best, second, cpu] = cards;
    expect(best).toMatchObject({ title: 'Llama 3.2 1B tuned', downloadBytes: 1.07e9 + 9_009_900, languages: ['en', 'de'], contextTokensMax: 32_768, thinks: false });
    expect(best?.spec).toMatchObject({ engine: 'transformers', modelId: 'somebody/Llama-3.2-1B-tuned-ONNX', revision: 'c0ffee', contextTokens: 4096, lanes: 'auto', practice: false });
    expect(best?.licence).toMatchObject({ name: 'Llama 3.2 Community', bindsTrainees: true });
    expect(best?.parametersBillions).toBeCloseTo(1.24, 2);
    // 16 layers, keys and values of 8 heads by 64, two bytes each, and a second copy while a step is computed.
    expect(best?.contextTokenBytes).toBe(2 * 2 * 16 * 8 * 64 * 2);
    expect(best?.gpu).toEqual({ shaderF16: true, bufferBytes: 128_256 * 2048 * 2 });
    expect(second?.gpu).toEqual({ shaderF16: false, bufferBytes: 128_256 * 2048 * 4 });
    expect(cpu?.gpu).toBeUndefined();
    expect(cpu?.memoryBytes).toBeGreaterThan(2 * 1.24e9);
  });

  it('count the data files that lie beside a graph, and only its own', () => {
    const onnx = { 'onnx/model_q4f16.onnx': 1000, 'onnx/model_q4f16.onnx_data': 2e9, 'onnx/model_q4f16.onnx_data_1': 3e8, 'onnx/model_q4.onnx_data': 5e9 };
    const [card, ...others] = cardsOf(facts('somebody/Phi', PHI_35, { ...TOKENIZER, ...onnx }, { licence: 'mit' }));
    expect(others).toEqual([]);
    expect(card?.downloadBytes).toBe(2.3e9 + 1000 + 9_009_900);
    expect(card?.parametersBillions).toBeCloseTo(3.82, 1);
    expect(card?.licence.name).toBe('MIT');
  });

  it('of a Gemma have no f16', () => {
    const onnx = { 'onnx/model_q4f16.onnx': 8e8, 'onnx/model_fp16.onnx': 2e9, 'onnx/model_q4.onnx': 1.6e9, 'onnx/model.onnx': 4e9 };
    const cards = cardsOf(facts('somebody/gemma-3-1b-it-ONNX', GEMMA3_1B, { ...TOKENIZER, ...onnx }, { licence: 'gemma' }));
    expect(cards.map(({ spec }) => `${spec.device} ${spec.dtype}`)).toEqual(['webgpu q4', 'webgpu fp32', 'wasm fp32']);
    expect(cards[0]?.licence.bindsTrainees).toBe(true);
  });

  it('of a hybrid model count the context only where it is kept', () => {
    const [card] = cardsOf(facts('onnx-community/Qwen3.5-0.8B-Text-ONNX', QWEN35_TEXT, { ...TOKENIZER, 'onnx/model_q4f16.onnx': 6e8 }));
    expect(card?.contextTokenBytes).toBe(2 * 2 * 6 * 2 * 256 * 2);
    expect(card?.thinks).toBe(true);
  });

  it('read the older names of measures, and keep to a short context', () => {
    const [card] = cardsOf(facts('somebody/gpt2', GPT2, { ...TOKENIZER, 'onnx/model_quantized.onnx': 1.3e8 }, { licence: undefined }));
    expect(card).toMatchObject({ contextTokensMax: 1024, spec: { contextTokens: 1024, device: 'wasm' }, licence: { name: 'Not stated', url: 'https://huggingface.co/somebody/gpt2' } });
  });

  it('are the catalogue’s where it knows the model, with the commit and the exact size', () => {
    const [card] = cardsOf(facts('onnx-community/Qwen3-0.6B-ONNX', QWEN3_06B, { ...TOKENIZER, 'onnx/model_q4f16.onnx': 569_821_751 }));
    const entry = findEntry({ engine: 'transformers', modelId: 'onnx-community/Qwen3-0.6B-ONNX', device: 'webgpu', dtype: 'q4f16' });
    expect(card).toEqual({ ...entry, spec: { ...entry?.spec, revision: 'c0ffee' }, downloadBytes: 569_821_751 + 9_009_900 });
  });

  it('of a model of vectors say that it embeds, and nothing else', () => {
    const cards = cardsOf(facts('somebody/sentences', MINILM, { ...TOKENIZER, 'onnx/model_fp16.onnx': 45.3e6, 'onnx/model_quantized.onnx': 23e6 }));
    expect(cards.map(({ spec, serves }) => `${spec.device} ${spec.dtype} ${serves}`)).toEqual(['webgpu fp16 embedder', 'wasm q8 embedder']);
    expect(cards[0]).toMatchObject({ spec: { engine: 'transformers', contextTokens: 512, practice: false }, downloadBytes: 45.3e6 + 9_009_900, gpu: { shaderF16: true } });
    const roles = ['oracle', 'student', 'embedder'] as const;
    expect(roles.map((role) => cards.every((card) => canServe(card, role)))).toEqual([false, false, true]);
  });

  it('of a base model that the catalogue knows say that it can be a student', () => {
    const [card] = cardsOf(facts('onnx-community/Llama-3.2-1B', LLAMA_1B, { ...TOKENIZER, 'onnx/model_q4f16.onnx': 1.07e9 }));
    expect(card).toMatchObject({ title: 'Llama 3.2 1B base', serves: 'student' });
    const roles = ['oracle', 'student', 'embedder'] as const;
    expect(roles.map((role) => card && canServe(card, role))).toEqual([false, true, false]);
  });

  it('are never the practice oracle’s', () => {
    const cards = cardsOf(facts('tain-practice', LLAMA_1B, { ...TOKENIZER, 'onnx/model.onnx': 1e6 }));
    expect(cards.map(({ spec }) => `${spec.device} ${spec.practice}`)).toEqual(['webgpu false', 'wasm false']);
  });

  it.each([
    ['a model that tells kinds of texts apart', facts('somebody/moods', { ...MINILM, architectures: ['BertForSequenceClassification'] }, { ...TOKENIZER, 'onnx/model_fp16.onnx': 4e7 }), 'not-a-model: somebody/moods: BertForSequenceClassification does not write text'],
    ['a vision model', facts('HuggingFaceTB/SmolVLM-256M-Instruct', SMOLVLM, { ...TOKENIZER, 'onnx/decoder_model_merged_q4f16.onnx': 1e8 }), 'not-a-model: HuggingFaceTB/SmolVLM-256M-Instruct: Idefics3ForConditionalGeneration also sees'],
    ['PyTorch weights alone', facts('Qwen/Qwen3-0.6B', QWEN3_06B, { ...TOKENIZER, 'model.safetensors': 1.5e9 }), 'not-a-model: Qwen/Qwen3-0.6B: onnx/model_q4f16.onnx'],
    ['graphs in several parts', facts('somebody/split', LLAMA_1B, { ...TOKENIZER, 'onnx/decoder_model_merged_q4.onnx': 1e9, 'onnx/embed_tokens_q4.onnx': 1e8 }), 'not-a-model: somebody/split: onnx/model_q4f16.onnx'],
    ['no tokenizer', facts('somebody/half', LLAMA_1B, { 'config.json': 1, 'onnx/model_q4f16.onnx': 1e9 }), 'not-a-model: somebody/half: tokenizer.json'],
    ['a configuration that is none', facts('somebody/else', '<html>', TOKENIZER), 'not-a-model: somebody/else: its configuration'],
  ])('do not exist for %s', (_, given, expected) => {
    expect(refusal(given)).toContain(expected);
  });
});

describe('the card of an MLC repository', () => {
  const SHARDS = { 'mlc-chat-config.json': 2000, 'tensor-cache.json': 100_000, 'tokenizer.json': 11e6, 'params_shard_0.bin': 2e9, 'params_shard_1.bin': 2.6e8, 'README.md': 1000, 'logs.txt': 5000 };

  it('is the catalogue’s where it knows the model', () => {
    const [card, ...others] = cardsOf(facts('mlc-ai/Qwen3-4B-q4f16_1-MLC', MLC_QWEN3_4B, SHARDS));
    expect(others).toEqual([]);
    expect(card).toMatchObject({ title: 'Qwen3 4B', thinks: true, spec: { engine: 'webllm', modelId: 'Qwen3-4B-q4f16_1-MLC', revision: 'c0ffee', dtype: 'q4f16_1' } });
    expect(card?.downloadBytes).toBeGreaterThan(2.27e9);
  });

  it('is reckoned for a model that the engine has a library for', () => {
    const [card] = cardsOf(facts('mlc-ai/Hermes-3-Llama-3.2-3B-q4f32_1-MLC', MLC_HERMES, SHARDS, { licence: 'llama3' }));
    expect(card).toMatchObject({ title: 'Hermes 3 Llama 3.2 3B', thinks: false, contextTokensMax: 32_768, strengths: [], licence: { name: 'llama3', bindsTrainees: true } });
    expect(card?.gpu).toEqual({ shaderF16: false, bufferBytes: 2 ** 30 });
    expect(card?.parametersBillions).toBeCloseTo(3.21, 1);
    // The engine's own figure for this model, with other weights.
    expect((card?.memoryBytes ?? 0) / (2951.51 * 2 ** 20)).toBeGreaterThan(0.9);
    const named = (modelId: string) => cardsOf(facts(modelId, MLC_HERMES, SHARDS))[0]?.spec.modelId;
    expect(named('Hermes-3-Llama-3.2-3B-q4f32_1-MLC')).toBe('Hermes-3-Llama-3.2-3B-q4f32_1-MLC');
    expect(named('somebody/Hermes-3-Llama-3.2-3B-q4f32_1-MLC')).toBe('somebody/Hermes-3-Llama-3.2-3B-q4f32_1-MLC');
  });

  it.each([
    ['one by another name', 'somebody/Qwen3-4B-tuned-q4f16_1-MLC', SHARDS, 'no-library: somebody/Qwen3-4B-tuned-q4f16_1-MLC (qwen3)'],
    ['an unknown one', 'mlc-ai/Qwen9-4B-q4f16_1-MLC', SHARDS, 'no-library: mlc-ai/Qwen9-4B-q4f16_1-MLC (qwen3)'],
    ['one without weights', 'mlc-ai/Qwen3-4B-q4f16_1-MLC', { 'mlc-chat-config.json': 1 }, 'not-a-model: mlc-ai/Qwen3-4B-q4f16_1-MLC: params_shard_0.bin'],
  ])('does not exist for %s', (_, modelId, sizes, expected) => {
    expect(refusal(facts(modelId, MLC_QWEN3_4B, sizes))).toBe(expected);
  });
});

it('names models for people', () => {
  const ids = ['onnx-community/Qwen3-0.6B-ONNX', 'onnx-community/Phi-3.5-mini-instruct-onnx-web', 'Llama-3.2-1B-Instruct-q4f16_1-MLC', 'somebody/x'];
  expect(ids.map(titleOf)).toEqual(['Qwen3 0.6B', 'Phi 3.5 mini instruct', 'Llama 3.2 1B Instruct', 'x']);
});
