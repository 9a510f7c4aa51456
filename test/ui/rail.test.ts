import { describe, expect, it } from 'vitest';
import { PHASES } from '../../src/core/outcome.ts';
import type { Run } from '../../src/core/run.ts';
import type { Source } from '../../src/core/source.ts';
import { railSteps, type RailStep } from '../../src/ui/frame/rail.ts';
import { StatusHistogram } from '../../src/quality/status-counts.ts';

// Only what the rail reads of them.
const source = { id: 's', rowCount: 24 } as Source;
const run = { id: 'r', rowCount: 4, recipe: { name: 'Paper', phases: PHASES } } as unknown as Run;

const open = (steps: readonly RailStep[]) => steps.filter(({ href }) => href !== undefined).map(({ step }) => step);

describe('the rail', () => {
  it('says why a step cannot be opened yet', () => {
    const steps = railSteps({ kind: 'source', source, oracle: undefined, oracleReady: false });
    expect(open(steps)).toEqual(['dataset', 'oracle']);
    expect(steps.filter(({ href }) => href === undefined).every(({ note }) => note !== '')).toBe(true);
  });

  it('opens the recipe once the oracle can be loaded', () => {
    expect(open(railSteps({ kind: 'source', source, oracle: 'Small', oracleReady: true }))).toEqual(['dataset', 'oracle', 'recipe']);
  });

  it('opens every step of a run and tells how far it is', () => {
    const counts = new StatusHistogram(Uint8Array.of(0x11, 0x11, 0x01, 0)).counts(PHASES);
    const steps = railSteps({ kind: 'run', run, oracle: 'Small', counts });
    expect(open(steps)).toHaveLength(7);
    expect(steps.map(({ note }) => note)).toEqual(['4 records', 'Small', 'Paper', '62%', '2 results', '', '']);
  });
});
