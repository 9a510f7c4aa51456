import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PHASES, type PhaseName } from '../../src/core/outcome.ts';
import { type Criterion, criteriaInUse, type Recipe, subjectsOf } from '../../src/core/recipe.ts';
import type { Verdict } from '../../src/core/verdict.ts';
import { judgeAnswer, readSoFar } from '../../src/reflection/judge.ts';
import { ask } from '../../src/reflection/phase.ts';
import { LEAN_RECIPE, PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { aspectMember, ASSESSMENTS, CRITIQUE_MEMBERS, PHASE_TEXTS } from '../../src/reflection/structured-form.ts';
import { acceptedBy } from './accepts.ts';

const RECIPE: Recipe = { ...PAPER_RECIPE, answerForm: 'structured' };
const PAIR = { instruction: 'Name a big cat.', input: 'It lives in Asia.', response: 'Tiger.' };

const criterion = (name: string): Criterion => ({ name, on: true, weight: 1 });
const ODD_NAMES = ['Größe', '日本語', 'A "quoted" one', 'back\\slash', 'a/b (c) [d]*+?.^$|{}', "it's & <b>", '7', '__proto__'];
const ODD: Recipe = { ...RECIPE, criteria: { instruction: ODD_NAMES.map(criterion), response: ODD_NAMES.map(criterion) } };

/** An answer in the form that a recipe asks for, its members in the order of the prompt. */
function answerOf(phase: PhaseName, recipe: Recipe, texts: readonly string[], note = 'It says "little".\nSo be it: ü 日本 😀 \\ /'): object {
  const critiques = subjectsOf(phase).map((subject) => {
    const inUse = criteriaInUse(recipe, subject);
    return [CRITIQUE_MEMBERS[subject], Object.fromEntries(inUse.map((one, index) => [aspectMember(one, inUse), { note: `${note} ${index}`, assessment: ASSESSMENTS[index % 3] }]))] as const;
  });
  const connection = phase === 'instruction' && recipe.critique === 'free' ? { connection: 'One leads to the other.' } : {};
  return { ...Object.fromEntries(critiques), ...connection, ...Object.fromEntries(PHASE_TEXTS[phase].map((member, index) => [member, texts[index]])) };
}

/** As an engine without leave for free white space writes it. */
const onOneLine = (answer: object) => JSON.stringify(answer, undefined, 1).replace(/\n */g, ' ').replace(/([{[]) | ([}\]])/g, '$1$2');

function schemaOf(phase: PhaseName, recipe: Recipe): string {
  const { format } = ask(phase, PAIR, recipe, []).options;
  if (format?.kind !== 'json-schema') throw new Error('no schema');
  return format.schema;
}

function judged(phase: PhaseName, text: string, finishReason: 'stop' | 'length' = 'stop', recipe = RECIPE): Verdict {
  return judgeAnswer(phase, PAIR, { text, finishReason }, recipe);
}

const reasonOf = (verdict: Verdict) => (verdict.status === 'kept' ? verdict.reason : verdict.status);
const TEXTS = { instruction: ['Compare tigers and lions.', 'Both are cats.\n\n```js\n{ "a": 1 }\n```'], response: ['The Bengal tiger [New Instruction].'] };

describe.each(PHASES)('the form of a structured answer to the %s phase', (phase) => {
  it('is the same text for every record and every attempt, and there is none in marker mode', () => {
    const attempt = { raw: '', finishReason: 'stop', promptTokens: 1, newTokens: 1, durationMs: 1, options: ask(phase, PAIR, RECIPE, []).options } as const;
    const others = [ask(phase, { instruction: '"}', input: '', response: '\\' }, RECIPE, []), ask(phase, PAIR, RECIPE, [attempt])];
    for (const { options } of others) expect(options.format).toEqual({ kind: 'json-schema', schema: schemaOf(phase, RECIPE) });
    expect(ask(phase, PAIR, PAPER_RECIPE, []).options).not.toHaveProperty('format');
  });

  it.each([
    ['the paper’s criteria', RECIPE],
    ['short lines', { ...LEAN_RECIPE, answerForm: 'structured' } satisfies Recipe],
    ['criteria with odd names', ODD],
  ])('can be read by the engines, with %s, and lets through the whole answer and nothing less', async (_what, recipe) => {
    const answer = answerOf(phase, recipe, TEXTS[phase]);
    const [, ...rest] = Object.entries(answer).reverse();
    const wrong = [Object.fromEntries(rest.reverse()), { ...answer, more: 'x' }, JSON.parse(JSON.stringify(answer).replaceAll('"good"', '"great"')) as object];
    const answers = [answer, ...wrong].map(onOneLine);
    expect(await acceptedBy(schemaOf(phase, recipe), answers, 'transformers')).toEqual([true, false, false, false]);
    expect(await acceptedBy(schemaOf(phase, recipe), [...answers, JSON.stringify(answer), JSON.stringify(answer, undefined, 2)], 'webllm')).toEqual([true, false, false, false, true, true]);
  });

  it('is described in the prompt, member by member', () => {
    for (const recipe of [RECIPE, ODD]) {
      const { user } = ask(phase, PAIR, recipe, []).prompt;
      const { properties } = JSON.parse(schemaOf(phase, recipe)) as { properties: Record<string, { properties?: object }> };
      const members = Object.entries(properties).flatMap(([name, inner]) => [`"${name}"`, ...Object.keys(inner.properties ?? {})]);
      for (const member of members) expect(user).toContain(member);
      const order = PHASE_TEXTS[phase].map((member) => user.lastIndexOf(`"${member}"`));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      expect(user).not.toContain('[New');
      expect(user).not.toContain('[End]');
    }
  });
});

describe.each(PHASES)('a structured answer to the %s phase', (phase) => {
  const whole = JSON.stringify(answerOf(phase, RECIPE, TEXTS[phase]));

  it('gives the new texts letter by letter, and notes with assessments', () => {
    for (const text of [whole, JSON.stringify(answerOf(phase, RECIPE, TEXTS[phase]), undefined, 2), `Here it is:\n\`\`\`json\n${whole}\n\`\`\`\nDone {really}.`]) {
      const verdict = judged(phase, text);
      expect(verdict).toMatchObject({ status: 'rewritten', pair: phase === 'instruction' ? { instruction: TEXTS.instruction[0], input: '', response: TEXTS.instruction[1] } : { ...PAIR, response: TEXTS.response[0] } });
      expect(verdict.critique.map(({ subject, criterion: name }) => [subject, name])).toEqual(subjectsOf(phase).flatMap((subject) => RECIPE.criteria[subject].map(({ name }) => [subject, name])));
      expect(verdict.critique[1]).toMatchObject({ text: 'It says "little". So be it: ü 日本 😀 \\ / 1', assessment: 'fair' });
    }
  });

  it('names the criteria as the recipe does, however they are named', () => {
    const verdict = judged(phase, JSON.stringify(answerOf(phase, ODD, TEXTS[phase])), 'stop', ODD);
    expect(verdict.critique.filter(({ subject }) => subject === 'response').map(({ criterion: name }) => name)).toEqual(ODD_NAMES);
  });

  it('is kept with the same reasons as one in markers', () => {
    const answer = (texts: readonly string[], finishReason: 'stop' | 'length' = 'stop') => reasonOf(judged(phase, JSON.stringify(answerOf(phase, RECIPE, texts)), finishReason));
    const [first = '', second = ''] = TEXTS[phase];
    expect(answer(['', second])).toBe('empty');
    expect(answer(['N/A, the original is correct', second])).toBe('placeholder');
    expect(answer(phase === 'instruction' ? [PAIR.instruction, PAIR.response] : [` ${PAIR.response}\n`])).toBe('unchanged');
    const refusal = "I'm sorry, but I can't help with that.";
    expect(answer(phase === 'instruction' ? [first, refusal] : [refusal])).toBe('refused');
    expect(reasonOf(judged(phase, refusal))).toBe('refused');
    for (const text of ['No JSON at all.', '', '{}', '[]', 'null', whole.slice(0, -1), whole.replace(PHASE_TEXTS[phase][0] ?? '', 'other'), JSON.stringify({ ...answerOf(phase, RECIPE, TEXTS[phase]), [PHASE_TEXTS[phase].at(-1) ?? '']: 7 })]) expect(reasonOf(judged(phase, text)), text).toBe('no-marker');
    expect(answer([first, second], 'length')).toBe('rewritten');
  });

  it('is truncated wherever it is cut, never throws, and keeps the notes that were whole', () => {
    for (let end = 0; end < whole.length; end++) {
      const verdict = judged(phase, whole.slice(0, end), 'length');
      expect(reasonOf(verdict)).toBe('truncated');
      const soFar = readSoFar(phase, whole.slice(0, end), RECIPE);
      expect(soFar.critique).toEqual(verdict.critique);
      for (const [text, complete] of [[soFar.instruction, TEXTS.instruction[0]], [soFar.response, TEXTS[phase].at(-1)]] as const) if (text !== undefined) expect(complete?.startsWith(text.trimEnd())).toBe(true);
    }
    expect(judged(phase, whole.slice(0, -3), 'length').critique).toEqual(judged(phase, whole).critique);
    const last = readSoFar(phase, whole.slice(0, -4), RECIPE);
    expect(last.response?.length).toBeGreaterThan(10);
  });

  it('is the last whole one when an earlier one echoes the form', () => {
    const echo = JSON.stringify(answerOf(phase, RECIPE, ['…', 'your answer']));
    expect(reasonOf(judged(phase, `${echo}\n${whole}`))).toBe('rewritten');
    expect(reasonOf(judged(phase, `${whole}\n${echo}`))).toBe('rewritten');
  });

  it('gives escaped markers back as the record had them', () => {
    const texts = TEXTS[phase].map((text) => `${text} [\\End] <\\|im_end|>`);
    const verdict = judged(phase, JSON.stringify(answerOf(phase, RECIPE, texts)));
    expect(verdict.status === 'rewritten' && verdict.pair.response).toMatch(/ \[End\] <\|im_end\|>$/);
  });

  it('never throws, whatever is written', () => {
    const piece = fc.oneof(fc.constantFrom('{', '}', '"', '\\', ':', ',', '[', ']', '\\u12', 'null', '-1.e', '{"better_answer":', '"new_instruction":"a"', '\n'), fc.string());
    fc.assert(fc.property(fc.array(piece).map((pieces) => pieces.join('')), (text) => {
      judged(phase, text);
      readSoFar(phase, text, RECIPE);
    }));
    for (const deep of ['{"a":'.repeat(50_000), '{"a":"'.repeat(50_000), '{"'.repeat(50_000), '{ '.repeat(50_000), `{"a":"${'\\"'.repeat(50_000)}`, `{"a":${'1'.repeat(50_000)}x`]) judged(phase, deep);
  });
});
