import { PreTrainedTokenizer } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../../../src/core/prompt.ts';
import { OracleError } from '../../../../src/oracle/oracle.ts';
import { chatTokens } from '../../../../src/oracle/transformers/chat-tokens.ts';

const json = async (name: string) => (await (await fetch(`/models/tain-practice/${name}`)).json()) as object;
const [tokenizerJson, config] = [await json('tokenizer.json'), await json('tokenizer_config.json')];

const PROMPT: Prompt = { system: 'Be brief.', user: 'Hello <there>' };
const EARLIER = [{ user: 'Who?', answer: 'I.' }, { user: 'Why?', answer: 'So.' }];

/** The prompt as a model with this template reads it. */
function render(template: string | undefined, prompt = PROMPT): string {
  const tokenizer = new PreTrainedTokenizer(tokenizerJson, { ...config, chat_template: template });
  return tokenizer.decode(chatTokens(tokenizer, prompt), { skip_special_tokens: false });
}

const plain = "{% for m in messages %}({{ m['role'] }}: {{ m['content'] }}){% endfor %}{% if add_generation_prompt %}(assistant: {% endif %}";
const withoutSystem = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('System role not supported') }}{% endif %}" + plain;
const thinking = "{% if enable_thinking is defined and not enable_thinking %}(no thoughts){% endif %}";

describe('the tokens of a chat', () => {
  it('put system, user and the beginning of the answer into the model’s template', () => {
    expect(render(plain)).toBe('(system: Be brief.)(user: Hello <there>)(assistant: ');
    expect(render(plain, { ...PROMPT, system: '' })).toBe('(user: Hello <there>)(assistant: ');
  });

  it('let the system message open the user’s where the template knows none', () => {
    expect(render(withoutSystem)).toBe('(user: Be brief.\n\nHello <there>)(assistant: ');
  });

  it('hold the turns before, first to last', () => {
    const turns = '(user: Who?)(assistant: I.)(user: Why?)(assistant: So.)(user: Hello <there>)(assistant: ';
    expect(render(plain, { ...PROMPT, earlier: EARLIER })).toBe(`(system: Be brief.)${turns}`);
    expect(render(withoutSystem, { ...PROMPT, earlier: EARLIER })).toBe(turns.replace('Who?', 'Be brief.\n\nWho?'));
  });

  it('ask reasoning models not to think aloud', () => {
    expect(render(thinking)).toBe('(no thoughts)');
  });

  it.each([
    ['raises an exception', "{{ raise_exception('never') }}"],
    ['is missing', undefined],
    ['gives nothing', '{{ "" }}'],
  ])('are refused when the template %s', (_, template) => {
    expect(() => render(template)).toThrow(OracleError);
    expect(() => render(template)).toThrow(/^prompt-refused/);
  });
});
