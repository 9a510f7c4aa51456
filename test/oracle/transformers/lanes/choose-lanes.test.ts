import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseLanes, type ChosenLanes, type LaneTrial, settleLanes, takeLanes } from '../../../../src/oracle/transformers/lanes/choose-lanes.ts';

const NEVER = new AbortController().signal;

/** A model whose steps cost so much on a clock of its own; a trial takes four of them. */
function choose(cost: (rows: number) => number, limits: Partial<Omit<LaneTrial, 'stepMs'>> = {}, tried: number[] = []): Promise<ChosenLanes> {
  let clockMs = 0;
  const stepMs = async (rows: number) => {
    tried.push(rows);
    const ms = cost(rows);
    clockMs += 4 * ms;
    return ms;
  };
  return chooseLanes({ stepMs, laneBytes: 1, budgetBytes: Infinity, most: 32, ...limits }, NEVER, () => clockMs);
}

const outOfMemoryFrom = (limit: number) => (rows: number) => {
  if (rows >= limit) throw new Error('std::bad_alloc');
  return 10;
};

describe('the choice of lanes', () => {
  it('takes as many as it may where a step costs the same however many rows it has', async () => {
    expect(await choose(() => 10)).toMatchObject({ lanes: 32, findings: { laneReason: 'most', laneRates: [1, 2, 4, 8, 16, 32].map((lanes) => ({ lanes, newTokensPerSecond: lanes * 100 })) } });
    expect((await choose(() => 10, { most: 12 })).lanes).toBe(8);
  });

  it('takes one where each row costs as much as the first, after few trials', async () => {
    const tried: number[] = [];
    expect(await choose((rows) => rows * 10, {}, tried)).toMatchObject({ lanes: 1, findings: { laneReason: 'measured' } });
    expect(tried).toEqual([1, 2, 4]);
  });

  it('stops where doubling brings next to nothing', async () => {
    expect(await choose((rows) => 10 + Math.max(0, rows - 8) * 2)).toMatchObject({ lanes: 8, findings: { laneReason: 'measured' } });
  });

  it('sees past one step that is dear for few rows only', async () => {
    expect((await choose((rows) => (rows === 1 ? 10 : 22))).lanes).toBe(32);
  });

  it('says how much memory more lanes would take than there is', async () => {
    const { lanes, findings } = await choose(() => 10, { laneBytes: 3e8, budgetBytes: 2.5e9 });
    expect(lanes).toBe(8);
    expect(findings).toMatchObject({ laneReason: 'memory', laneBytes: 3e8, tooMany: { lanes: 16, lackingBytes: 2.3e9 } });
  });

  it('backs off to what worked when the model runs out of memory, and fails where one lane does', async () => {
    expect(await choose(outOfMemoryFrom(8))).toMatchObject({ lanes: 4, findings: { laneReason: 'memory', tooMany: { lanes: 8 } } });
    await expect(choose(outOfMemoryFrom(1))).rejects.toThrow('bad_alloc');
  });

  it('passes on other failures, and the end of the wish', async () => {
    const broken = (rows: number) => {
      if (rows > 1) throw new Error('the device is lost');
      return 10;
    };
    await expect(choose(broken)).rejects.toThrow('lost');
    const stop = new AbortController();
    const reason = new Error('closed');
    const stepMs = async () => {
      stop.abort(reason);
      return 1;
    };
    await expect(chooseLanes({ stepMs, laneBytes: 1, budgetBytes: 9, most: 8 }, stop.signal)).rejects.toBe(reason);
  });

  it('tries no more where a step takes seconds', async () => {
    expect(await choose(() => 4000)).toMatchObject({ lanes: 1, findings: { laneReason: 'time', laneRates: [{ lanes: 1, newTokensPerSecond: 0.25 }] } });
    expect((await choose((rows) => 900 + rows * 20)).lanes).toBeGreaterThanOrEqual(4);
  });

  const costs = fc.record({ stepMs: fc.integer({ min: 1, max: 5000 }), rowMs: fc.nat(500), noise: fc.array(fc.double({ min: 0.9, max: 1.3, noNaN: true }), { minLength: 6, maxLength: 6 }) });
  const costOf =
    ({ stepMs, rowMs, noise }: { stepMs: number; rowMs: number; noise: readonly number[] }) =>
    (rows: number) =>
      (stepMs + rowMs * rows) * (noise[Math.log2(rows)] ?? 1);

  it('keeps to its limits whatever the model costs, takes no time without end, and was measured', async () => {
    await fc.assert(
      fc.asyncProperty(costs, fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 40 }), async (cost, most, laneBytes, budgetLanes) => {
        const budgetBytes = laneBytes * budgetLanes;
        const { lanes, findings } = await choose(costOf(cost), { most, laneBytes, budgetBytes });
        expect(lanes).toBeLessThanOrEqual(most);
        expect(lanes * laneBytes).toBeLessThanOrEqual(budgetBytes);
        expect(findings.laneRates.map((rate) => rate.lanes)).toContain(lanes);
        const spentMs = findings.laneRates.reduce((sum, rate) => sum + (4 * rate.lanes * 1000) / rate.newTokensPerSecond, 0);
        const [first] = findings.laneRates;
        expect(spentMs).toBeLessThan(Math.max(20_000 * 1.5, (4 * 1000) / (first?.newTokensPerSecond ?? NaN) + 1));
      }),
    );
  });

  it('never takes fewer lanes for more memory', async () => {
    await fc.assert(
      fc.asyncProperty(costs, fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }), async (cost, some, more) => {
        const few = await choose(costOf(cost), { budgetBytes: some });
        const many = await choose(costOf(cost), { budgetBytes: some + more });
        expect(many.lanes).toBeGreaterThanOrEqual(few.lanes);
      }),
    );
  });
});

describe('lanes that a person asks for', () => {
  it('are taken, and measured beside one', async () => {
    const { lanes, findings } = await takeLanes({ stepMs: async (rows) => 8 + rows * 2, laneBytes: 5 }, 6, NEVER);
    expect([lanes, findings]).toEqual([6, { laneReason: 'asked', laneRates: [{ lanes: 1, newTokensPerSecond: 100 }, { lanes: 6, newTokensPerSecond: 300 }], laneBytes: 5 }]);
    expect((await takeLanes({ stepMs: async () => 8, laneBytes: 5 }, 1, NEVER)).findings.laneRates).toHaveLength(1);
  });

  it('fail where there is no memory for them', async () => {
    await expect(takeLanes({ stepMs: async (rows) => outOfMemoryFrom(4)(rows), laneBytes: 5 }, 8, NEVER)).rejects.toThrow('bad_alloc');
  });
});

describe('the lanes of an oracle', () => {
  const trial: LaneTrial = { stepMs: async () => 10, laneBytes: 5, budgetBytes: 20, most: 32 };
  const settle = async (wanted: number | 'auto', agreement: 'exact' | 'rounding' | 'none') => {
    const { lanes, findings } = await settleLanes(wanted, agreement, trial, NEVER);
    expect(findings.laneAgreement).toBe(agreement);
    return [lanes, findings.laneReason, findings.laneRates.length];
  };

  it.each([
    ['auto', 'exact', [4, 'memory', 3]],
    [6, 'exact', [6, 'asked', 2]],
    ['auto', 'rounding', [1, 'agreement', 3]],
    [6, 'rounding', [6, 'asked', 2]],
    ['auto', 'none', [1, 'agreement', 0]],
    [6, 'none', [1, 'agreement', 0]],
  ] as const)('are settled for %s where they agree like this: %s', async (wanted, agreement, expected) => {
    expect(await settle(wanted, agreement)).toEqual(expected);
  });
});
