import { allRules } from '../../../src/core/rules.ts';
import { expect, it } from 'vitest';
import { PHASES } from '../../../src/core/outcome.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { examine } from '../../../src/reflection/rules/examine.ts';
import { pairOf } from './find.ts';

const RECIPE = { ...PAPER_RECIPE, keep: ['code', 'tables', 'numbers'] as const, rules: allRules('flag') };

// Patterns that look back or ahead without bounds take seconds for such a text, and minutes for a longer one.
it.each(['*', '"', '\t', ' \n', '-', '=', '_', '#', '.', '(', '`', '3'])('takes a moment for a text in which a model has repeated %j without end', (sign) => {
  const text = `x${sign.repeat(20_000)}x`;
  const begunAtMs = performance.now();
  for (const phase of PHASES) {
    examine(phase, pairOf({}), pairOf({ instruction: phase === 'instruction' ? text : 'Tell me.', response: text }), RECIPE);
    examine(phase, pairOf({ instruction: text, response: text }), pairOf({}), RECIPE);
  }
  expect(performance.now() - begunAtMs).toBeLessThan(2500);
});
