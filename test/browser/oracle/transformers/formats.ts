import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer } from '../../../../src/core/answer.ts';
import type { AnswerFormat, AskOptions, Prompt } from '../../../../src/core/prompt.ts';
import type { DeviceName } from '../../../../src/core/run.ts';
import { practiceSubject } from './practice.ts';

const SCHEMA = {
  type: 'object',
  properties: {
    verdict: { enum: ['better', 'worse', 'the “same”'] },
    score: { type: 'integer', minimum: 1, maximum: 10 },
    reasons: { type: 'array', items: { type: 'string', maxLength: 12 }, minItems: 1, maxItems: 3 },
    sure: { type: 'boolean' },
  },
  required: ['verdict', 'score', 'reasons', 'sure'],
  additionalProperties: false,
};
const JSON_FORMAT: AnswerFormat = { kind: 'json-schema', schema: JSON.stringify(SCHEMA) };

// In brackets XGrammar 0.1.27 takes letters from U+0080 to U+00FF for bytes.
const MARKED: AnswerFormat = { kind: 'grammar', grammar: 'root ::= "[New Answer] " word (" " word){0,4} "。[End]"\nword ::= ([a-z海] | "ä" | "ß"){1,6}' };
const MARKED_TEXT = /^\[New Answer\] [a-zäß海]{1,6}(?: [a-zäß海]{1,6}){0,4}。\[End\]$/u;

// The practice model knows no word that a format asks for, so all that fit are equally likely: random text in the form.
const RANDOM: AskOptions = { temperature: 1, topP: 1, seed: 1, maxNewTokens: 120, minNewTokens: 1 };
const GREEDY: AskOptions = { ...RANDOM, temperature: 0, maxNewTokens: 12 };
const NEVER = new AbortController().signal;

function expectFit(text: string): void {
  const { verdict, score, reasons, sure, ...others } = JSON.parse(text) as Record<string, unknown>;
  expect(SCHEMA.properties.verdict.enum).toContain(verdict);
  expect(Number.isInteger(score) && Number(score) >= 1 && Number(score) <= 10).toBe(true);
  expect(Array.isArray(reasons) && reasons.length >= 1 && reasons.length <= 3).toBe(true);
  // Random bytes need not make characters; the grammar counts each attempt as one, a decoder each of its bytes.
  for (const reason of (reasons as unknown[]).map(String)) expect(reason.includes('\uFFFD') || [...reason].length <= 12).toBe(true);
  expect([typeof sure, others]).toEqual(['boolean', {}]);
}

/** What the oracle on a device does with formats: `rounds` times each. */
export function itKeepsFormats(device: DeviceName, rounds: number): void {
  const { spec, open, longPrompt, shortPrompt } = practiceSubject(device);
  const { oracle } = open();
  beforeAll(() => oracle.load(spec, () => undefined, NEVER), 120_000);
  afterAll(() => oracle.close());

  const askWith = async (prompt: Prompt, options: AskOptions): Promise<Answer & { pieces: string }> => {
    let pieces = '';
    const answer = await oracle.ask(prompt, options, (piece) => (pieces += piece), NEVER);
    return { ...answer, pieces };
  };
  const seeds = Array.from({ length: rounds }, (_, seed) => seed);

  it('writes JSON that fits the schema, and what the grammar derives, beside free answers that stay as they are alone', async () => {
    const { text, newTokens } = await askWith(longPrompt(0), GREEDY);
    for (const seed of seeds) {
      const [json, marked, free] = await Promise.all([
        askWith(shortPrompt, { ...RANDOM, seed, format: JSON_FORMAT }),
        askWith(longPrompt(1), { ...RANDOM, seed, format: MARKED }),
        askWith(longPrompt(0), GREEDY),
      ]);
      expect([json.finishReason, marked.finishReason]).toEqual(['stop', 'stop']);
      expect([json.pieces, marked.pieces]).toEqual([json.text, marked.text]);
      expectFit(json.text);
      expect(marked.text).toMatch(MARKED_TEXT);
      expect(free).toMatchObject({ text, newTokens });
    }
  });

  it('tells a form that is complete from one that ran out of room, also on the last token', async () => {
    const options = { ...GREEDY, format: { kind: 'grammar', grammar: 'root ::= "ready" | "[End] no"' } as const };
    const whole = await askWith(shortPrompt, { ...options, maxNewTokens: 100 });
    expect(whole.finishReason).toBe('stop');
    const exactly = await askWith(shortPrompt, { ...options, maxNewTokens: whole.newTokens });
    expect(exactly).toMatchObject({ text: whole.text, finishReason: 'stop', newTokens: whole.newTokens });
    const less = await askWith(shortPrompt, { ...options, maxNewTokens: whole.newTokens - 1 });
    expect(less).toMatchObject({ finishReason: 'length', newTokens: whole.newTokens - 1 });
    expect(whole.text.startsWith(less.text)).toBe(true);
  });

  it.each<[string, AnswerFormat, string]>([
    ['a grammar with an unknown rule', { kind: 'grammar', grammar: 'root ::= "a" word' }, 'Rule "word" is not defined'],
    ['a schema that is no JSON', { kind: 'json-schema', schema: '{type' }, 'Failed to parse JSON'],
    ['a schema of an unknown type', { kind: 'json-schema', schema: '{"type":"text"}' }, 'Unsupported type "text"'],
  ])('refuses %s, as often as it is asked, and goes on with others', async (_, format, words) => {
    const others = [askWith(longPrompt(0), GREEDY), askWith(shortPrompt, { ...RANDOM, format: JSON_FORMAT })];
    const refused = [1, 2].map(() => expect(askWith(shortPrompt, { ...GREEDY, format })).rejects.toMatchObject({ code: 'prompt-refused', detail: expect.stringContaining(words) as string }));
    await Promise.all([...others, ...refused]);
  });
}
