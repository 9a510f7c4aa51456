/** What a rewrite is examined for without asking anybody. */
export const RULES = [
  /** The text speaks of itself as a rewrite: “Here is an improved version”. */
  'meta-talk',
  /** The new response declines. */
  'refusal',
  /** “Your answer here”, “[Your Name]”, “TODO”. */
  'placeholder',
  /** It repeats the prompt. */
  'echo',
  /** It says the same as before, but for case, spaces and punctuation. */
  'unchanged',
  /** Another language than the original's, or than the one the recipe names. */
  'other-language',
  /** Longer than the recipe's limits, or so short that nothing can be left. */
  'length',
  'code-lost',
  'table-lost',
  /** Numbers of the original are not in it any more. */
  'numbers-changed',
  /** The response breaks what its instruction asks for: “in one sentence”, “list three”. */
  'constraint-broken',
  /** The response has nothing to do with its instruction. */
  'other-instruction',
] as const;

/** One of {@link RULES}. */
export type RuleName = (typeof RULES)[number];

/** What follows when a rule finds something: nothing, a flag on the rewrite, or that the pair is kept. */
export type RuleAction = 'off' | 'flag' | 'reject';

/** The same action for every rule. */
export function allRules(action: RuleAction): Record<RuleName, RuleAction> {
  // `fromEntries` forgets the key type; the entries are built from the complete list.
  return Object.fromEntries(RULES.map((rule) => [rule, action])) as Record<RuleName, RuleAction>;
}
