import { byteLetters } from './byte-pairs.ts';
import { byteLevelTokenizer } from './byte-level-tokenizer.ts';
import { buildEmbedder } from './embedder-graph.ts';

/** Tokens of a text, each a byte of it. */
export const EMBEDDER_CONTEXT_TOKENS = 4096;

/** What every text begins with, so that the empty one has a token too. */
const START = '<|start|>';

/** All files of the practice embedder, by their path inside its folder. Always the same bytes. */
export function practiceEmbedderFiles(): Map<string, Uint8Array> {
  const spellings = byteLetters();
  const vocabularySize = spellings.length + 1;
  const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  return new Map([
    ['config.json', json(config(vocabularySize))],
    ['tokenizer.json', json(tokenizer(spellings))],
    ['tokenizer_config.json', json({ tokenizer_class: 'PreTrainedTokenizerFast', model_max_length: EMBEDDER_CONTEXT_TOKENS, pad_token: START, clean_up_tokenization_spaces: false })],
    ['onnx/model.onnx', buildEmbedder(vocabularySize)],
  ]);
}

/** The engine picks its class by `model_type`; the figures mean nothing to the graph. */
function config(vocabularySize: number) {
  return { architectures: ['BertModel'], model_type: 'bert', vocab_size: vocabularySize, hidden_size: 64, num_hidden_layers: 1, num_attention_heads: 1, max_position_embeddings: EMBEDDER_CONTEXT_TOKENS };
}

/** Single bytes, whatever the case of their letters. */
function tokenizer(spellings: readonly string[]) {
  const start = { SpecialToken: { id: START, type_id: 0 } };
  const text = { Sequence: { id: 'A', type_id: 0 } };
  return {
    ...byteLevelTokenizer({ spellings, added: [{ text: START, special: true }], merges: [] }),
    normalizer: { type: 'Lowercase' },
    post_processor: { type: 'TemplateProcessing', single: [start, text], pair: [start, text], special_tokens: { [START]: { id: START, ids: [spellings.length], tokens: [START] } } },
  };
}
