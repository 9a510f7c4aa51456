import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DriftCount } from '../../src/quality/drift.ts';

const pair = (response: string, instruction = 'Name birds', input = '') => ({ instruction, input, response });
const anyPair = fc.record({ instruction: fc.constantFrom('a b', 'b c'), input: fc.constantFrom('', 'x'), response: fc.constantFrom('owl', 'owl hawk', '') });

describe('drift over rounds', () => {
  it('tells lengths, changes and likeness for each state of the chain', () => {
    const drift = new DriftCount(3);
    drift.add([pair('owl'), pair('owl hawk'), pair('owl hawk')]);
    drift.add([pair('kite', 'Name', 'birds'), pair('kite', 'Name birds'), pair('eagle heron', 'Name birds')]);
    expect(drift.steps).toEqual([
      { records: 2, instructionWords: 2, responseWords: 1, changed: undefined, instructionLikeFirst: 1, responseLikeFirst: 1, instructionLikeFormer: undefined, responseLikeFormer: undefined },
      { records: 2, instructionWords: 2, responseWords: 1.5, changed: 1, instructionLikeFirst: 1, responseLikeFirst: (2 / 3 + 1) / 2, instructionLikeFormer: 1, responseLikeFormer: (2 / 3 + 1) / 2 },
      { records: 2, instructionWords: 2, responseWords: 2, changed: 0.5, instructionLikeFirst: 1, responseLikeFirst: (2 / 3 + 0) / 2, instructionLikeFormer: 1, responseLikeFormer: 0.5 },
    ]);
  });

  it('is none where nothing changes', () => {
    fc.assert(
      fc.property(fc.array(anyPair, { minLength: 1 }), (pairs) => {
        const drift = new DriftCount(2);
        for (const one of pairs) drift.add([one, one]);
        expect(drift.steps[1]).toMatchObject({ changed: 0, instructionLikeFirst: 1, responseLikeFirst: 1, responseLikeFormer: 1 });
      }),
    );
  });

  it('has no states without records', () => {
    expect(new DriftCount(3).steps).toEqual([]);
  });
});
