import { describe, expect, it } from 'vitest';
import { CostCounter } from '../../src/quality/cost.ts';
import { costProjections } from '../../src/ui/cost-projection.ts';

const OPTIONS = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 100, minNewTokens: 1 };

function costOf(records: number) {
  const counter = new CostCounter(['response']);
  for (let ordinal = 0; ordinal < records; ordinal += 1) {
    counter.add([{ runId: 'r', ordinal, phase: 'response', attempts: [{ raw: '', finishReason: 'stop', promptTokens: 10, newTokens: 20, durationMs: 30_000, options: OPTIONS }], status: 'kept', reason: 'empty', critique: [] }]);
  }
  return counter.read();
}

const counts = (pending: number) => ({ total: 100, leftOut: 20, rows: { rewritten: 100 - pending, undecided: 0, kept: 0, failed: 0, pending } });

describe('what a run will take', () => {
  it('is told for what is left and for the whole dataset', () => {
    const [left, whole] = costProjections(costOf(10), counts(60));
    expect(left).toEqual({ title: '60 records left', facts: [{ label: 'Oracle time', value: '30 min (30 min to 30 min)' }, { label: 'New tokens', value: '1,200 (1,200 to 1,200)' }] });
    expect(whole?.title).toBe('The whole dataset, 120 records');
  });

  it('says nothing of what is done, and nothing after too few records', () => {
    expect(costProjections(costOf(10), counts(0)).map(({ title }) => title)).toEqual(['The whole dataset, 120 records']);
    expect(costProjections(costOf(10), { ...counts(0), leftOut: 0 })).toEqual([]);
    expect(costProjections(costOf(4), counts(60))).toEqual([]);
  });
});
