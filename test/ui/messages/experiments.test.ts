import { describe, expect, it } from 'vitest';
import type { Run } from '../../../src/core/run.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { recycledOption } from '../../../src/ui/edition-options.ts';
import { runName } from '../../../src/ui/messages/experiments.ts';
import { otherEditionName } from '../../../src/ui/messages/report.ts';

describe('the name of a run', () => {
  const run: Run = {
    id: 'r', sourceId: 's', sourceName: 'alpaca.json', sourceSha256: 'ab', rowCount: 2, recipe: PAPER_RECIPE,
    oracle: { engine: 'webllm', modelId: 'm', revision: '1', device: 'webgpu', dtype: 'q4', contextTokens: 4096, lanes: 1, practice: false },
    createdAtMs: 0,
  };
  const repetitions = [1, 2].map((seed): Run => ({ ...run, recipe: { ...PAPER_RECIPE, seed }, experiment: { id: 'e', kind: 'consistency' } }));

  it.each([
    ['side by side', (one: Run) => runName(one, 'Qwen')],
    ['as an edition', (one: Run) => otherEditionName(recycledOption(one))],
  ])('tells repetitions of one experiment apart, %s', (_, nameOf) => {
    expect(new Set(repetitions.map(nameOf)).size).toBe(2);
    expect(nameOf(run)).not.toContain('seed');
  });
});
