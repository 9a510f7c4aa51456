import { describe, expect, it } from 'vitest';
import type { OracleSpec } from '../../../../src/core/run.ts';
import { faultsOf } from '../../../../src/pipeline/recipe-desk.ts';
import { PAPER_RECIPE, SELECTIVE_RECIPE } from '../../../../src/reflection/recipes.ts';
import { startBlock, type StartChoices } from '../../../../src/ui/screens/recipe/start-block.ts';

const PRACTICE: OracleSpec = { engine: 'transformers', modelId: 'm', revision: 'r', device: 'wasm', dtype: 'fp32', contextTokens: 2048, lanes: 1, practice: true };
const REAL: OracleSpec = { ...PRACTICE, practice: false };
const READY: StartChoices = { recipe: PAPER_RECIPE, faults: [], oracle: PRACTICE, student: undefined, rowCount: 3 };

describe('the start of a run', () => {
  it('is open with a sound recipe, an oracle that can follow it, and records', () => {
    expect(startBlock(READY)).toBe('');
    expect(startBlock({ ...READY, oracle: REAL, recipe: { ...PAPER_RECIPE, answerForm: 'structured' } })).toBe('');
    expect(startBlock({ ...READY, recipe: SELECTIVE_RECIPE, student: REAL })).toBe('');
  });

  it('is closed with a reason of its own for each thing that is missing', () => {
    const recipe = { ...PAPER_RECIPE, temperature: 9 };
    const blocks = [
      startBlock({ ...READY, oracle: undefined }),
      startBlock({ ...READY, recipe, faults: faultsOf(recipe) }),
      startBlock({ ...READY, rowCount: 0 }),
      startBlock({ ...READY, recipe: { ...PAPER_RECIPE, answerForm: 'structured' } }),
      startBlock({ ...READY, recipe: SELECTIVE_RECIPE }),
    ];
    expect(new Set(blocks).size).toBe(blocks.length);
    expect(blocks).not.toContain('');
  });
});
