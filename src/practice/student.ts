import { BYTE_VOCABULARY_SIZE, byteTokenizerFiles, START_TOKEN } from './byte-tokenizer.ts';
import { VECTOR_SIZE } from './byte-vectors.ts';
import { LEARNING_WORDS } from './english.ts';
import { buildStudent } from './student-graph.ts';

/** Tokens that a context and its target have together. */
const CONTEXT_TOKENS = 8192;

/** Added to the count of each byte: none is impossible. */
const UNSEEN = 3;

/** The engine picks its class by `model_type`; the figures describe the cache. */
const CONFIG = {
  architectures: ['LlamaForCausalLM'],
  model_type: 'llama',
  vocab_size: BYTE_VOCABULARY_SIZE,
  hidden_size: VECTOR_SIZE,
  intermediate_size: 1,
  head_dim: VECTOR_SIZE,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  num_key_value_heads: 1,
  max_position_embeddings: CONTEXT_TOKENS,
  torch_dtype: 'float32',
  bos_token_id: START_TOKEN,
  eos_token_id: START_TOKEN,
  // Under whatever name it is loaded: nobody is to expect knowledge of it.
  tain_practice: true,
};

/** All files of the practice student, by their path inside its folder. Always the same bytes. It reads bytes. */
export function practiceStudentFiles(): Map<string, Uint8Array> {
  const json = (value: object) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  const tokenizer = byteTokenizerFiles({ contextTokens: CONTEXT_TOKENS, lowerCase: false }).map(([name, value]) => [name, json(value)] as const);
  const generation = json({ do_sample: false, bos_token_id: START_TOKEN, eos_token_id: START_TOKEN });
  return new Map([['config.json', json(CONFIG)], ['generation_config.json', generation], ...tokenizer, ['onnx/model.onnx', buildStudent(priorNats())]]);
}

/** How frequent each byte is in words of everyday English, as a logarithm. */
function priorNats(): number[] {
  const counts = Array<number>(BYTE_VOCABULARY_SIZE).fill(UNSEEN);
  for (const byte of new TextEncoder().encode(LEARNING_WORDS.join(''))) counts[byte] = (counts[byte] ?? UNSEEN) + 1;
  return counts.map((count) => Math.log(count));
}
