import { describe, expect, it } from 'vitest';
import { OracleError } from '../../../../src/oracle/oracle.ts';
import { watchingDevices } from '../../../../src/oracle/transformers/device-watch.ts';

async function requestDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  if (!adapter) throw new Error('no GPU');
  return adapter.requestDevice();
}

const outOfMemory = () => new GPUUncapturedErrorEvent('uncapturederror', { error: new GPUOutOfMemoryError('no room for it') });

describe('a watched GPU device', () => {
  it('tells of a buffer that did not fit, and of its loss, for the rest of its life', async () => {
    const troubles: OracleError[] = [];
    const device = await watchingDevices(requestDevice, (trouble) => troubles.push(trouble));
    device.dispatchEvent(outOfMemory());
    device.dispatchEvent(new GPUUncapturedErrorEvent('uncapturederror', { error: new GPUValidationError('a slip') }));
    expect(troubles).toEqual([new OracleError('out-of-memory', 'no room for it')]);
    device.destroy();
    await expect.poll(() => troubles.at(-1)).toMatchObject({ code: 'worker-died', detail: expect.stringContaining('lost (destroyed)') as string });
  });

  it('is none that is made later', async () => {
    const troubles: OracleError[] = [];
    await expect(watchingDevices(() => Promise.reject(new Error('no model')), (trouble) => troubles.push(trouble))).rejects.toThrow('no model');
    const device = await requestDevice();
    device.dispatchEvent(outOfMemory());
    device.destroy();
    await device.lost;
    expect(troubles).toEqual([]);
  });
});
