import { PHASES } from '../core/outcome.ts';
import type { Recipe } from '../core/run.ts';

/** The paper's own way: both phases, free critique, greedy decoding, up to 2,048 new tokens. Source: METHOD, section 2. */
export const PAPER_RECIPE: Recipe = {
  name: 'paper',
  phases: PHASES,
  temperature: 0,
  topP: 1,
  seed: 1,
  maxNewTokens: 2048,
  minNewTokens: 128,
  maxAttempts: 2,
};
