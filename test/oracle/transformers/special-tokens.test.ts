import { PreTrainedTokenizer } from '@huggingface/transformers';
import { describe, expect, it } from 'vitest';
import { beginTokens, plainTokens, specialTokens } from '../../../src/oracle/transformers/special-tokens.ts';

const WORDS = ['<s>', '</s>', '[CLS]', '[SEP]', 'a', 'b'];

interface Traits {
  /** Put round a text by the tokenizer, where `A` is the text. */
  readonly template?: readonly string[];
  readonly named?: Readonly<Record<string, string>>;
}

function tokenizer({ template, named = {} }: Traits): PreTrainedTokenizer {
  const part = (name: string) => (name === 'A' ? { Sequence: { id: 'A', type_id: 0 } } : { SpecialToken: { id: name, type_id: 0 } });
  const special = (name: string) => [name, { id: name, ids: [WORDS.indexOf(name)], tokens: [name] }] as const;
  const post = template && { type: 'TemplateProcessing', single: template.map(part), pair: template.map(part), special_tokens: Object.fromEntries(template.filter((name) => name !== 'A').map(special)) };
  const added = WORDS.slice(0, 4).map((content, id) => ({ id, content, special: true, single_word: false, lstrip: false, rstrip: false, normalized: false }));
  const model = { type: 'WordLevel', vocab: Object.fromEntries(WORDS.map((word, id) => [word, id])), unk_token: 'a' };
  const json = { version: '1.0', truncation: null, padding: null, added_tokens: added, normalizer: null, pre_tokenizer: { type: 'Whitespace' }, post_processor: post ?? null, decoder: null, model };
  return new PreTrainedTokenizer(json, { tokenizer_class: 'PreTrainedTokenizer', ...named });
}

describe('the tokens round a text', () => {
  it('are what the tokenizer puts there, and no part of the text by itself', () => {
    const bert = tokenizer({ template: ['[CLS]', 'A', '[SEP]'] });
    expect(specialTokens(bert)).toEqual({ before: [2], after: [3] });
    expect(plainTokens(bert, 'a b a')).toEqual([4, 5, 4]);
    expect(specialTokens(tokenizer({}))).toEqual({ before: [], after: [] });
  });

  it.each([
    ['what the tokenizer puts before it', { template: ['<s>', 'A'], named: { bos_token: '[CLS]' } }, [0]],
    ['else the token that begins one', { named: { bos_token: '<s>', eos_token: '</s>' } }, [0]],
    ['else the one that separates documents', { named: { eos_token: '</s>' } }, [1]],
  ])('begin it with %s', (_, traits, expected) => {
    expect(beginTokens(tokenizer(traits))).toEqual(expected);
  });

  it('cannot begin a text where there are none', () => {
    expect(() => beginTokens(tokenizer({}))).toThrow('no token to begin a text with');
  });
});
