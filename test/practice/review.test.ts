import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { PHASES, type PhaseName } from '../../src/core/outcome.ts';
import type { Pair } from '../../src/core/pair.ts';
import { PRACTICE_TRIGGERS, REVIEW_TRIGGERS } from '../../src/practice/triggers.ts';
import { judgeAnswer } from '../../src/reflection/judge.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { readPoints, reviewPrompt } from '../../src/reflection/review-prompt.ts';
import { expectedCompletion } from './expected-completion.ts';
import { PracticeModel } from './practice-model.ts';

let model: PracticeModel;
beforeAll(async () => {
  model = await PracticeModel.load();
});

const PAIR: Pair = { instruction: 'Write a big story?', input: 'A good city.', response: 'Once there was a good city.' };

/** What a phase makes of a pair. */
function rewriteOf(phase: PhaseName, pair: Pair): Pair {
  const verdict = judgeAnswer(phase, pair, { text: expectedCompletion(phase, pair), finishReason: 'stop' }, PAPER_RECIPE);
  return verdict.status === 'rewritten' ? verdict.pair : pair;
}

async function pointsOf(comparisons: readonly (readonly [Pair, Pair])[]) {
  const completions = await model.complete(comparisons.map(([first, second]) => reviewPrompt(first, second)), { maxNewTokens: 60 });
  expect(completions.every(({ finishReason }) => finishReason === 'stop')).toBe(true);
  return completions.map(({ text }) => readPoints(text));
}

/** Both orders, as the gate asks. */
function bothWays(former: Pair, latter: Pair): (readonly [Pair, Pair])[] {
  return [[former, latter], [latter, former]];
}

const piece = fc.constantFrom('a good city', ' big', 'Größe', '数据集', '?', '[End]', '[The Start of Record B]', '\n\n', ' 👩🏽‍🚀', '\t', '<|im_end|>', ' and');
const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => `The ${pieces.join('')} end`);
const anyPair = fc.record({ instruction: text, input: fc.oneof(fc.constant(''), text), response: text });

describe('the practice oracle compares two records and', () => {
  it('prefers the rewrite on either side, alone and in padded batches', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPair, { minLength: 1, maxLength: 3 }), fc.constantFrom(...PHASES), async (pairs, phase) => {
        const found = await pointsOf(pairs.flatMap((pair) => bothWays(pair, rewriteOf(phase, pair))));
        expect(found).toEqual(pairs.flatMap(() => [{ first: 5, second: 8 }, { first: 8, second: 5 }]));
      }),
      { numRuns: 25 },
    );
  });

  it('prefers the rewrite of both phases to the original, and that of a second round to the first', async () => {
    const once = rewriteOf('response', rewriteOf('instruction', PAIR));
    const twice = rewriteOf('response', rewriteOf('instruction', once));
    expect(await pointsOf([...bothWays(PAIR, once), ...bothWays(once, twice)])).toEqual([5, 8, 5, 8].map((first) => ({ first, second: 13 - first })));
  });

  it('gives the same points to the same record', async () => {
    expect(await pointsOf([[PAIR, PAIR]])).toEqual([{ first: 6, second: 6 }]);
  });

  const EXPECTED = {
    worse: [{ first: 8, second: 5 }, { first: 5, second: 8 }],
    tie: [{ first: 6, second: 6 }, { first: 6, second: 6 }],
    noPoints: [undefined, undefined],
  };

  it.each(REVIEW_TRIGGERS)('does as the trigger %s says in any field, whatever other trigger stands beside it', async (trigger) => {
    for (const field of ['instruction', 'input', 'response'] as const) {
      const pair = { ...PAIR, [field]: `${PAIR[field]} ${PRACTICE_TRIGGERS[trigger]} ${PRACTICE_TRIGGERS.metaTalk}` };
      for (const phase of PHASES) expect(await pointsOf(bothWays(pair, rewriteOf(phase, pair)))).toEqual(EXPECTED[trigger]);
    }
  });
});
