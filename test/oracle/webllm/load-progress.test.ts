import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LoadReport } from '../../../src/oracle/webllm/chat-engine.ts';
import { LoadStages } from '../../../src/oracle/webllm/load-progress.ts';

const read = (stages: LoadStages, report: LoadReport) => stages.read(report).map(({ stage, fraction, loadedBytes }) => [stage, fraction, loadedBytes]);

describe('the progress of loading', () => {
  it('follows what the engine reports, and takes the silence after the last weights for compiling', () => {
    const stages = new LoadStages();
    expect(read(stages, { progress: 0, text: 'Start to fetch params' })).toEqual([['load', undefined, 0]]);
    expect(read(stages, { progress: 1, text: 'Fetching param cache[4/4]: 300MB fetched. 100% completed, 2 secs elapsed.' })).toEqual([['load', undefined, 0]]);
    expect(read(stages, { progress: 0.5, text: 'Loading model from cache[2/4]: 150MB loaded. 50% completed, 3 secs elapsed.' })).toEqual([['load', 0.5, 150 * 2 ** 20]]);
    expect(read(stages, { progress: 1, text: 'Loading model from cache[4/4]: 300MB loaded. 100% completed, 5 secs elapsed.' })).toEqual([
      ['load', 1, 300 * 2 ** 20],
      ['warm-up', 0, 300 * 2 ** 20],
    ]);
    expect(read(stages, { progress: 0.25, text: 'Loading GPU shader modules[20/80]: 25% completed, 61 secs elapsed.' })).toEqual([['warm-up', 0.25, 300 * 2 ** 20]]);
    expect(read(stages, { progress: 1, text: 'Finish loading on WebGPU - nvidia' })).toEqual([['warm-up', 1, 300 * 2 ** 20]]);
  });

  it('lies between 0 and 1 and never falls within a stage, whatever is reported', () => {
    const text = fc.constantFrom('Start to fetch params', 'Fetching param cache[1/4]: ', 'Loading model from cache[1/4]: 10MB loaded.', 'Loading GPU shader modules[1/9]: ', 'Finish loading on WebGPU');
    const report = fc.record({ progress: fc.oneof(fc.double({ min: 0, max: 1.2, noNaN: true }), fc.constant(NaN)), text });
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        const stages = new LoadStages();
        const last = { load: 0, 'warm-up': 0, 'try-out': 0 };
        let entered: string | undefined;
        for (const { stage, fraction } of reports.flatMap((one) => stages.read(one))) {
          if (stage !== entered) last[stage] = 0;
          entered = stage;
          if (fraction === undefined) continue;
          expect(fraction).toBeGreaterThanOrEqual(last[stage]);
          expect(fraction).toBeLessThanOrEqual(1);
          last[stage] = fraction;
        }
      }),
    );
  });
});
