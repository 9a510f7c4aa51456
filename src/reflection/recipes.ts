import { PHASES } from '../core/outcome.ts';
import type { Criterion, Recipe } from '../core/recipe.ts';
import { allRules } from '../core/rules.ts';
import { INSTRUCTION_CRITERIA, RESPONSE_CRITERIA } from './criteria.ts';
import { LEAN_WORDINGS, PAPER_WORDINGS } from './wordings.ts';

const asked = (names: readonly string[]): Criterion[] => names.map((name) => ({ name, on: true, weight: 1 }));

/** The paper's own way: both phases, free critique, greedy decoding, up to 2,048 new tokens; rewrites are taken as they are, and rules only flag them. Source: METHOD, section 2. */
export const PAPER_RECIPE: Recipe = {
  name: 'Paper',
  phases: PHASES,
  criteria: { instruction: asked(INSTRUCTION_CRITERIA), response: asked(RESPONSE_CRITERIA) },
  critique: 'free',
  answerForm: 'markers',
  wordings: PAPER_WORDINGS,
  steer: '',
  language: '',
  lengths: {},
  keep: [],
  temperature: 0,
  topP: 1,
  seed: 1,
  maxNewTokens: 2048,
  minNewTokens: 128,
  maxAttempts: 2,
  continues: false,
  rules: allRules('flag'),
};

/** One line per criterion, and lengths that the oracle is told. What that saves is reckoned in README.md, “Presets”. */
export const LEAN_RECIPE: Recipe = {
  ...PAPER_RECIPE,
  name: 'Lean',
  critique: 'line',
  wordings: LEAN_WORDINGS,
  lengths: { instructionWordsMax: 60, responseWordsMax: 120 },
  maxNewTokens: 768,
};

/** Phase 2 alone, which brings most of the gain (arXiv 2402.10110, ablation): the instructions stay. */
export const RESPONSE_RECIPE: Recipe = { ...PAPER_RECIPE, name: 'Response only', phases: ['response'] };

/** Phase 1 alone. */
export const INSTRUCTION_RECIPE: Recipe = { ...PAPER_RECIPE, name: 'Instruction only', phases: ['instruction'] };

/** Both phases with a student's veto after each. Source: arXiv 2402.10110. */
export const SELECTIVE_RECIPE: Recipe = { ...PAPER_RECIPE, name: 'Selective', student: { template: 'vicuna' } };

/** The recipes that come with the page, the paper's first. */
export const PRESETS: readonly [Recipe, ...Recipe[]] = [PAPER_RECIPE, LEAN_RECIPE, RESPONSE_RECIPE, INSTRUCTION_RECIPE, SELECTIVE_RECIPE];
