import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { PHASES, type PhaseName } from '../../../src/core/outcome.ts';
import type { Pair } from '../../../src/core/pair.ts';
import type { Recipe } from '../../../src/core/recipe.ts';
import { allRules, type RuleName, RULES } from '../../../src/core/rules.ts';
import type { RuleFinding } from '../../../src/core/verdict.ts';
import { SUBSTITUTIONS } from '../../../src/practice/substitutions.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { examine } from '../../../src/reflection/rules/examine.ts';
import { find } from './find.ts';

const DATA = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));
const FILES = ['instruction-data.json', 'cherry_alpaca_5_percent.json'].filter((name) => existsSync(DATA + name));

function pairsOf(name: string): Pair[] {
  // The files of the data folder hold Alpaca records.
  const records = JSON.parse(readFileSync(DATA + name, 'utf8')) as { instruction: string; input?: string; output: string }[];
  return records.map(({ instruction, input = '', output }) => ({ instruction, input, response: output }));
}

const exchangeWords = (text: string) => text.replace(/ ?\p{L}+|[^\p{L}]+/gu, (word) => SUBSTITUTIONS.get(word) ?? word);

/** Says the same in other words. */
const paraphrase: Record<PhaseName, (pair: Pair) => Pair> = {
  instruction: ({ instruction, input, response }) => ({
    instruction: exchangeWords(input === '' ? instruction : `${instruction}\n\n${input}`),
    input: '',
    response: exchangeWords(response),
  }),
  response: (pair) => ({ ...pair, response: exchangeWords(pair.response) }),
};

// A text of which no word is exchanged stays as it was, and says so rightly.
const RECIPE: Recipe = { ...PAPER_RECIPE, keep: ['code', 'tables', 'numbers'], rules: { ...allRules('flag'), unchanged: 'off' } };

/** The share of rewrites with a finding, by rule. */
function findingFractions(pairs: readonly Pair[], find: (pair: Pair) => readonly RuleFinding[]): Map<RuleName, number> {
  const found = pairs.flatMap((pair) => find(pair).map(({ rule }) => rule));
  return new Map(RULES.map((rule) => [rule, found.filter((name) => name === rule).length / pairs.length]));
}

describe.skipIf(FILES.length === 0).each(FILES)('over the records of %s', (name) => {
  const pairs = FILES.length === 0 ? [] : pairsOf(name);

  it.each(PHASES)('hardly a harmless paraphrase is flagged in the %s phase', { timeout: 60_000 }, (phase) => {
    const fractions = findingFractions(pairs, (pair) => examine(phase, pair, paraphrase[phase](pair), RECIPE));
    // In phase 1 an original that broke its own constraint still breaks it.
    for (const [rule, fraction] of fractions) expect(fraction, rule).toBeLessThan(rule === 'constraint-broken' ? 0.01 : 0.002);
  });

  it('at most one in a hundred original responses breaks its constraint', () => {
    const broken = pairs.filter((pair) => find('constraint-broken', 'instruction', pair, pair) !== undefined);
    expect(broken.length / pairs.length).toBeLessThanOrEqual(0.01);
  });

  it('responses of other records are noticed, as far as they are long', { timeout: 60_000 }, () => {
    const long = pairs.filter(({ response }) => response.length > 300);
    const strange = long.filter((pair, index) => {
      const after = { ...pair, response: long[(index + 7) % long.length]?.response ?? '' };
      return examine('response', pair, after, RECIPE).some(({ rule }) => rule === 'other-instruction');
    });
    if (long.length > 100) expect(strange.length / long.length).toBeGreaterThan(0.2);
  });
});

describe('examining', () => {
  const pair: Pair = { instruction: 'Describe the sea in one sentence.', input: '', response: 'It is salty.' };
  const after: Pair = { ...pair, response: `Here is an improved version: the sea is [Your Name]. ${'So it is. '.repeat(60)}` };

  it('gives at most one short finding for each rule, in their order', () => {
    const findings = examine('response', pair, after, PAPER_RECIPE);
    expect(findings.map(({ rule }) => rule)).toEqual(['meta-talk', 'placeholder', 'constraint-broken']);
    const [{ detail = '' } = {}] = examine('response', pair, { ...pair, response: `Here is an improved version ${'of it '.repeat(99)}` }, PAPER_RECIPE);
    expect(detail.length).toBe(200);
  });

  it('runs only the rules that the recipe has on', () => {
    expect(examine('response', pair, after, { ...PAPER_RECIPE, rules: allRules('off') })).toEqual([]);
    expect(examine('response', pair, after, { ...PAPER_RECIPE, rules: { ...allRules('off'), placeholder: 'reject' } })).toHaveLength(1);
  });
});
