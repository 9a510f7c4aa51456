import type { PhaseName } from '../../core/outcome.ts';
import type { Pair } from '../../core/pair.ts';
import type { Recipe } from '../../core/recipe.ts';
import { type RuleName, RULES } from '../../core/rules.ts';
import type { RuleFinding } from '../../core/verdict.ts';
import { constraintBroken } from './constraint-broken.ts';
import { length } from './length.ts';
import { codeLost, tableLost } from './losses.ts';
import { metaTalk } from './meta-talk.ts';
import { numbersChanged } from './numbers.ts';
import { otherInstruction } from './other-instruction.ts';
import { otherLanguage } from './other-language.ts';
import { placeholder } from './placeholder.ts';
import { refusal } from './refusal.ts';
import { echo, unchanged } from './repetition.ts';
import type { Rule } from './rule.ts';

const RULE_BY_NAME: Record<RuleName, Rule> = {
  'meta-talk': metaTalk,
  refusal,
  placeholder,
  echo,
  unchanged,
  'other-language': otherLanguage,
  length,
  'code-lost': codeLost,
  'table-lost': tableLost,
  'numbers-changed': numbersChanged,
  'constraint-broken': constraintBroken,
  'other-instruction': otherInstruction,
};

const LONGEST_DETAIL = 200;

/** What the rules that the recipe has on find in a whole rewrite, in the order of RULES; at most one finding a rule. */
export function examine(phase: PhaseName, before: Pair, after: Pair, recipe: Recipe): RuleFinding[] {
  const rewrite = { phase, before, after, recipe };
  return RULES.flatMap((rule) => {
    const found = recipe.rules[rule] === 'off' ? undefined : RULE_BY_NAME[rule](rewrite);
    return found === undefined ? [] : [{ rule, detail: shortened(found) }];
  });
}

function shortened(detail: string): string {
  const line = detail.replace(/\s+/g, ' ').trim();
  return line.length > LONGEST_DETAIL ? `${line.slice(0, LONGEST_DETAIL - 1)}…` : line;
}
