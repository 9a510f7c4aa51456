import { BYTE_VOCABULARY_SIZE, byteTokenizerFiles } from './byte-tokenizer.ts';
import { VECTOR_SIZE } from './byte-vectors.ts';
import { buildEmbedder } from './embedder-graph.ts';

/** Tokens of a text. */
const CONTEXT_TOKENS = 4096;

/** The engine picks its class by `model_type`; the other figures mean nothing to the graph. */
const CONFIG = { architectures: ['BertModel'], model_type: 'bert', vocab_size: BYTE_VOCABULARY_SIZE, hidden_size: VECTOR_SIZE, num_hidden_layers: 1, num_attention_heads: 1, max_position_embeddings: CONTEXT_TOKENS };

/** All files of the practice embedder, by their path inside its folder. Always the same bytes. It reads bytes, whatever the case of their letters. */
export function practiceEmbedderFiles(): Map<string, Uint8Array> {
  const json = (value: object) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  const tokenizer = byteTokenizerFiles({ contextTokens: CONTEXT_TOKENS, lowerCase: true }).map(([name, value]) => [name, json(value)] as const);
  return new Map([['config.json', json(CONFIG)], ...tokenizer, ['onnx/model.onnx', buildEmbedder(BYTE_VOCABULARY_SIZE)]]);
}
