import { beforeEach, describe, expect, it } from 'vitest';
import type { OracleSpec } from '../../../src/core/run.ts';
import { type Oracle, OracleError, type OracleErrorCode, SINGLE_LANE } from '../../../src/oracle/oracle.ts';
import { NoticingOracle, recallOutOfMemory } from '../../../src/oracle/out-of-memory.ts';
import { probeDevice } from '../../../src/oracle/probe.ts';

const SPEC: OracleSpec = { engine: 'webllm', modelId: 'acme/large', revision: 'c0ffee', device: 'webgpu', dtype: 'q4f16_1', contextTokens: 4096, lanes: 1, practice: false };
const { signal } = new AbortController();
const ignore = () => undefined;

/** An oracle whose loading ends in this way. */
function oracle(failure: OracleErrorCode | undefined, spec = SPEC, lanes = 1): Oracle {
  const load = () => (failure ? Promise.reject(new OracleError(failure)) : Promise.resolve({ promptTokensPerSecond: 1, newTokensPerSecond: 1, ...SINGLE_LANE }));
  const usage = () => Promise.resolve(undefined);
  return new NoticingOracle({ lanes, load, usage, ask: () => Promise.reject(new OracleError(failure ?? 'closed')), close: () => Promise.resolve() }, spec);
}

beforeEach(() => localStorage.clear());

describe('an oracle that ran out of memory', () => {
  it('is remembered, in the report of the machine too, until it loads after all', async () => {
    await expect(oracle('out-of-memory').load(SPEC, ignore, signal)).rejects.toMatchObject({ code: 'out-of-memory' });
    expect(recallOutOfMemory()).toEqual([SPEC]);
    expect((await probeDevice()).outOfMemory).toEqual([SPEC]);
    await oracle(undefined).load(SPEC, ignore, signal);
    expect(recallOutOfMemory()).toEqual([]);
  });

  it('is remembered once, with its context, also when it happens in the middle of its work', async () => {
    const longer = { ...SPEC, contextTokens: 8192 };
    for (const spec of [SPEC, longer, SPEC]) {
      await expect(oracle('out-of-memory', spec).ask({ system: '', user: '' }, { temperature: 0, topP: 1, seed: 1, maxNewTokens: 1, minNewTokens: 1 }, ignore, signal)).rejects.toThrow(OracleError);
    }
    expect(recallOutOfMemory()).toEqual([SPEC, longer]);
  });

  it('is remembered with the lanes that it really had, where it measured for itself', async () => {
    const auto = { ...SPEC, lanes: 'auto' } as const;
    await expect(oracle('out-of-memory', auto, 8).load(auto, ignore, signal)).rejects.toThrow(OracleError);
    expect(recallOutOfMemory()).toEqual([{ ...SPEC, lanes: 8 }]);
    await oracle(undefined, auto, 8).load(auto, ignore, signal);
    expect(recallOutOfMemory()).toEqual([]);
  });

  it('is told from other failures, from the processor’s memory, and from what is no memory of ours', async () => {
    await expect(oracle('load-failed').load(SPEC, ignore, signal)).rejects.toThrow(OracleError);
    await expect(oracle('out-of-memory', { ...SPEC, device: 'wasm' }).load(SPEC, ignore, signal)).rejects.toThrow(OracleError);
    expect(recallOutOfMemory()).toEqual([]);
    localStorage.setItem('tain.out-of-memory', '[1, {"engine": "webllm"}]');
    expect(recallOutOfMemory()).toEqual([]);
    localStorage.setItem('tain.out-of-memory', '{');
    expect(recallOutOfMemory()).toEqual([]);
  });
});
