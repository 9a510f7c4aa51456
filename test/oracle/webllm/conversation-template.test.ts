import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AskOptions, Prompt } from '../../../src/core/prompt.ts';
import type { OracleSpec } from '../../../src/core/run.ts';
import { conversationTexts, readConversationTemplate } from '../../../src/oracle/webllm/conversation-template.ts';
import { WebLlmOracle } from '../../../src/oracle/webllm/webllm-oracle.ts';
import { PublishedHost, TEMPLATES } from './published-engine.ts';
import { WordTokenizer } from './word-tokenizer.ts';

const SPEC: OracleSpec = { engine: 'webllm', modelId: 'm', revision: 'main', device: 'webgpu', dtype: 'q4f32_1', contextTokens: 2000, lanes: 1, practice: false };
const OPTIONS: AskOptions = { temperature: 0, topP: 1, seed: 7, maxNewTokens: 3, minNewTokens: 1 };
const NEVER = new AbortController().signal;
const ignore = () => undefined;

const plain = { ...TEMPLATES.qwen, role_templates: undefined };
const silent = { ...TEMPLATES.qwen, render_empty_system_message: false };
const separated = { ...TEMPLATES.qwen, role_content_sep: undefined, role_empty_sep: '', role_templates: { user: '<{user_message}>', assistant: '{assistant_message}!' } };

const text = fc.constantFrom('One.', 'Two, with $& and $$.', 'Be {function_string} kind.', 'A {user_message} here', '', '<think> three');
const prompts = fc.record({ system: fc.constantFrom('', 'B $1'), user: text, earlier: fc.array(fc.record({ user: text, answer: fc.constantFrom('Yes.', "No $' so.") }), { maxLength: 2 }) });

describe.each<[string, object]>([
  ['roles in every message', TEMPLATES.qwen],
  ['marks that alternate and a first token that no text gives', TEMPLATES.llama2],
  ['messages that stand as they are', plain],
  ['no empty system text', silent],
  ['a template around the message', separated],
])('a conversation template with %s', (_what, template) => {
  it.each([false, true])('gives what the published engine reads, token for token (thinks: %s)', { timeout: 60_000 }, async (thinks) => {
    const read = readConversationTemplate({ conv_template: template });
    const tokenizer = new WordTokenizer();
    await fc.assert(
      fc.asyncProperty(prompts, async (prompt: Prompt) => {
        const host = new PublishedHost({ template, thinks });
        const oracle = new WebLlmOracle(host);
        await oracle.load(SPEC, ignore, NEVER);
        const { promptTokens } = await oracle.ask(prompt, OPTIONS, ignore, NEVER);
        const texts = conversationTexts(prompt, read, thinks);
        expect(texts.reduce((sum, one) => sum + tokenizer.encode(one).length, read.prefixTokens.length)).toBe(promptTokens);
        // The fake tokenizer's numbers differ with what it met first, its texts do not.
        const shown = read.prefixTokens.map((token) => tokenizer.idToToken(token)).join('') + texts.join('');
        expect(shown).toBe(host.published.prompts.at(-1));
      }),
      { numRuns: 25 },
    );
  });
});

describe('reading a conversation template', () => {
  it.each([
    ['nothing', undefined, 'system_template'],
    ['no marks', { conv_template: { ...TEMPLATES.qwen, seps: [] } }, 'seps'],
    ['no roles', { conv_template: { ...TEMPLATES.qwen, roles: {} } }, 'user'],
  ])('says what is missing where there is %s', (_what, config, named) => {
    expect(() => readConversationTemplate(config)).toThrow(named);
  });
});
