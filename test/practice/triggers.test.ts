import { beforeAll, describe, expect, it } from 'vitest';
import { PHASES, type PhaseName } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
import { PRACTICE_TRIGGERS, type PracticeTrigger, REFLECTION_TRIGGERS, REVIEW_TRIGGERS } from '../../src/practice/triggers.ts';
import { judgeAnswer } from '../../src/reflection/judge.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { instructionPrompt, responsePrompt } from '../../src/reflection/prompts.ts';
import { PracticeModel } from './practice-model.ts';

let model: PracticeModel;
beforeAll(async () => {
  model = await PracticeModel.load();
});

const PAIR: Pair = { instruction: 'Write a big story.', input: '', response: 'Once there was a good city.' };
const FIELDS = ['instruction', 'input', 'response'] as const;

/** The same record with the trigger in each of its fields in turn. */
function recordsWith(trigger: PracticeTrigger): Pair[] {
  return FIELDS.map((field) => ({ ...PAIR, [field]: `${PAIR[field]} ${PRACTICE_TRIGGERS[trigger]}` }));
}

async function reasons(phase: PhaseName, pairs: readonly Pair[]): Promise<string[]> {
  const render = phase === 'instruction' ? instructionPrompt : responsePrompt;
  const completions = await model.complete(pairs.map((pair) => render(pair, PAPER_RECIPE)), { maxNewTokens: 200 });
  return completions.map((completion, index) => {
    const verdict = judgeAnswer(phase, pairs[index] ?? PAIR, completion, PAPER_RECIPE);
    expect(verdict.critique).toHaveLength(phase === 'instruction' ? 9 : 4);
    return verdict.status === 'kept' ? verdict.reason : [verdict.status, ...verdict.findings.map(({ rule }) => rule)].join(' ');
  });
}

const EXPECTED = { noMarker: 'no-marker', empty: 'empty', endless: 'truncated', placeholder: 'placeholder', unchanged: 'unchanged', refuse: 'refused', metaTalk: 'rewritten meta-talk' };

describe.each(PHASES)('a trigger in the %s phase', (phase) => {
  it.each(REFLECTION_TRIGGERS)('%s gives its reason from every field', async (trigger) => {
    expect(await reasons(phase, recordsWith(trigger))).toEqual(FIELDS.map(() => EXPECTED[trigger]));
  });

  it.each(REVIEW_TRIGGERS)('%s changes nothing', async (trigger) => {
    expect(await reasons(phase, recordsWith(trigger))).toEqual(FIELDS.map(() => 'rewritten'));
  });

  it('is not seen where it is misspelt', async () => {
    const pairs = ['(Practice: empty)', '(practice: empty', 'practice: empty'].map((response) => ({ ...PAIR, response }));
    expect(await reasons(phase, pairs)).toEqual(['rewritten', 'rewritten', 'rewritten']);
  });

  it('reject makes the chat template refuse the prompt', () => {
    const render = phase === 'instruction' ? instructionPrompt : responsePrompt;
    for (const pair of recordsWith('reject')) expect(() => model.render(render(pair, PAPER_RECIPE))).toThrow('rejected prompt');
  });
});
