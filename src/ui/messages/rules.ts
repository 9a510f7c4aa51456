import type { RuleAction, RuleName } from '../../core/rules.ts';

/** What a rule is called, and what it looks for. */
export interface RuleText {
  readonly label: string;
  readonly sentence: string;
}

/** What a rewrite is examined for. */
export const RULE_TEXTS: Record<RuleName, RuleText> = {
  'meta-talk': { label: 'Speaks of itself', sentence: 'The text talks about being a rewrite, such as “Here is an improved version”.' },
  refusal: { label: 'Refusal', sentence: 'The new response declines to answer.' },
  placeholder: { label: 'Placeholder', sentence: 'Something is left to be filled in, such as “[Your Name]” or “TODO”.' },
  echo: { label: 'Repeats the prompt', sentence: 'The text gives back what the oracle was told to do.' },
  unchanged: { label: 'Says the same', sentence: 'Nothing is different but case, spaces and punctuation.' },
  'other-language': { label: 'Other language', sentence: 'The text is not in the language of the original, or not in the one that the recipe names.' },
  length: { label: 'Length', sentence: 'The text is longer than the recipe allows, or so short that nothing can be left of the original.' },
  'code-lost': { label: 'Code lost', sentence: 'The original has code, and the rewrite has none.' },
  'table-lost': { label: 'Table lost', sentence: 'The original has a table, and the rewrite has none.' },
  'numbers-changed': { label: 'Numbers changed', sentence: 'Numbers of the original are not in the rewrite.' },
  'constraint-broken': { label: 'Demand not met', sentence: 'The response does not do what its instruction asks for, such as “in one sentence” or “list three”.' },
  'other-instruction': { label: 'Answers something else', sentence: 'The response has nothing to do with its instruction.' },
};

/** What follows when a rule finds something. */
export const RULE_ACTION_LABELS: Record<RuleAction, string> = {
  off: 'Off',
  flag: 'Mark it',
  reject: 'Keep the original',
};
