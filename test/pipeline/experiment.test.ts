import { describe, expect, it } from 'vitest';
import { consistencyRuns, crossRuns, type RunDraft } from '../../src/pipeline/experiment.ts';
import { LEAN_RECIPE, PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { storeOf } from './run-fixtures.ts';

async function draftOf(): Promise<RunDraft> {
  const { sourceId, sourceName, sourceSha256, rowCount, recipe, oracle } = (await storeOf(['owl', 'hawk', 'kite'])).run;
  return { sourceId, sourceName, sourceSha256, rowCount, recipe, oracle };
}

describe('a consistency experiment', () => {
  it('is the same run over the same records with seeds of its own', async () => {
    const draft = await draftOf();
    const runs = consistencyRuns(draft, { rows: [0, 2], times: 3, temperature: 0.7 });
    if (typeof runs === 'string') throw new Error(runs);
    expect(runs.map(({ recipe }) => recipe.seed)).toEqual([1, 1001, 2001]);
    expect(new Set(runs.map(({ id }) => id)).size).toBe(3);
    expect(new Set(runs.map(({ experiment }) => experiment?.id)).size).toBe(1);
    for (const run of runs) {
      expect(run).toMatchObject({ ...draft, recipe: { ...PAPER_RECIPE, temperature: 0.7, seed: run.recipe.seed }, rows: [0, 2], experiment: { kind: 'consistency' } });
    }
  });

  it('says when repetitions would be alike by construction', async () => {
    const draft = await draftOf();
    expect(consistencyRuns(draft, { rows: [0], times: 3 })).toBe('greedy');
    expect(consistencyRuns(draft, { rows: [0], times: 3, temperature: 0 })).toBe('greedy');
    expect(consistencyRuns({ ...draft, recipe: { ...draft.recipe, temperature: 1 } }, { rows: [0], times: 2 })).toHaveLength(2);
  });

  it('says when there is nothing to compare', async () => {
    const draft = await draftOf();
    expect(consistencyRuns(draft, { rows: [0], times: 1, temperature: 1 })).toBe('too-few');
    expect(consistencyRuns(draft, { rows: [], times: 2, temperature: 1 })).toBe('too-few');
    expect(crossRuns(draft, [], [0])).toBe('too-few');
    expect(crossRuns(draft, [draft], [])).toBe('too-few');
  });
});

describe('a cross experiment', () => {
  it('has a run for each variant over the same records', async () => {
    const draft = await draftOf();
    const other = { ...draft.oracle, modelId: 'other' };
    const runs = crossRuns(draft, [{ recipe: draft.recipe, oracle: draft.oracle }, { recipe: LEAN_RECIPE, oracle: other }], [1, 2]);
    if (typeof runs === 'string') throw new Error(runs);
    expect(runs.map(({ recipe, oracle, rows, experiment }) => [recipe.name, oracle.modelId, rows, experiment?.kind])).toEqual([
      ['Paper', 'm', [1, 2], 'cross'],
      ['Lean', 'other', [1, 2], 'cross'],
    ]);
    expect(runs[0]?.experiment?.id).toBe(runs[1]?.experiment?.id);
  });
});
