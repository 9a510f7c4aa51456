import { ANSWER_MARKERS, PROMPT_MARKERS as P } from '../reflection/markers.ts';
import { byteLevelTokenizer } from './byte-level-tokenizer.ts';
import { buildModel } from './graph.ts';
import { PRACTICE_TRIGGERS } from './triggers.ts';
import { buildVocabulary, CONTROL, type Vocabulary } from './vocabulary.ts';

/** Tokens that prompt and answer share. */
export const CONTEXT_TOKENS = 4096;

/** All files of the practice oracle, by their path inside its folder. Always the same bytes. */
export function practiceModelFiles(): Map<string, Uint8Array> {
  const vocabulary = buildVocabulary();
  const json = (value: unknown) => new TextEncoder().encode(`${JSON.stringify(value)}\n`);
  return new Map([
    ['config.json', json(config(vocabulary))],
    ['generation_config.json', json(generationConfig(vocabulary))],
    ['tokenizer.json', json(byteLevelTokenizer(vocabulary))],
    ['tokenizer_config.json', json(tokenizerConfig())],
    ['onnx/model.onnx', buildModel(vocabulary)],
  ]);
}

function controlTokens({ tokenOf }: Vocabulary) {
  return { bos_token_id: tokenOf(CONTROL.start), eos_token_id: tokenOf(CONTROL.end), pad_token_id: tokenOf(CONTROL.padding) };
}

/** The engine picks its decoder class by `model_type`; the figures describe the cache: one layer, one head, one number a token. */
function config(vocabulary: Vocabulary) {
  return {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    vocab_size: vocabulary.size,
    hidden_size: 1,
    intermediate_size: 1,
    head_dim: 1,
    num_hidden_layers: 1,
    num_attention_heads: 1,
    num_key_value_heads: 1,
    max_position_embeddings: CONTEXT_TOKENS,
    torch_dtype: 'float32',
    // Under whatever name it is loaded: what it writes by rote cannot show whether a device computes rightly.
    tain_practice: true,
    ...controlTokens(vocabulary),
  };
}

function generationConfig(vocabulary: Vocabulary) {
  return { do_sample: false, max_length: CONTEXT_TOKENS, ...controlTokens(vocabulary) };
}

const REJECTION = `{% if '${PRACTICE_TRIGGERS.reject}' in message['content'] %}{{ raise_exception('The record asks for a rejected prompt.') }}{% endif %}`;
const MESSAGE = "{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}";
const EACH_MESSAGE = `{% for message in messages %}${REJECTION}${MESSAGE}{% endfor %}`;

/**
 * A second phase that goes on in the conversation of the first. The model reads one record, so it is shown the pair of the last
 * answer as if it had been asked about it afresh; a real model finds it in the conversation by itself.
 */
const CONTINUED = [
  `{% set pair = messages[-2]['content'].split('${ANSWER_MARKERS.newInstruction} ')[1].split(' ${ANSWER_MARKERS.end}') %}`,
  "{% set message = {'role': messages[0]['role'], 'content': messages[0]['content']} %}",
  MESSAGE,
  `{{ '<|im_start|>user\\n' + '${P.instruction}\\n' + pair[0] + '\\n\\n${P.answerStart}\\n' }}`,
  `{{ pair[1].split('${ANSWER_MARKERS.newAnswer} ')[1] + '\\n${P.answerEnd}\\n\\n' + messages[-1]['content'] + '<|im_end|>\\n' }}`,
].join('');

const CHAT_TEMPLATE =
  `{% if messages|length > 3 and '${ANSWER_MARKERS.newAnswer} ' in messages[-2]['content'] %}${CONTINUED}{% else %}${EACH_MESSAGE}{% endif %}` +
  "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

function tokenizerConfig() {
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    add_prefix_space: false,
    bos_token: CONTROL.start,
    eos_token: CONTROL.end,
    pad_token: CONTROL.padding,
    unk_token: null,
    padding_side: 'left',
    clean_up_tokenization_spaces: false,
    model_max_length: CONTEXT_TOKENS,
    chat_template: CHAT_TEMPLATE,
  };
}
