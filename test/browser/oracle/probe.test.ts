import { afterEach, describe, expect, it } from 'vitest';
import { probeDevice } from '../../../src/oracle/probe.ts';

// What the test puts in front of the browser's own method goes away again.
afterEach(() => void Reflect.deleteProperty(navigator.gpu, 'requestAdapter'));

const requestAdapter = (answer: () => Promise<GPUAdapter | null>) => Object.assign(navigator.gpu, { requestAdapter: answer });

describe('the probe', () => {
  it('tells a software GPU for what it is', async () => {
    const report = await probeDevice();
    expect(report).toMatchObject({ secureContext: true, gpu: { vendor: 'google', architecture: 'swiftshader', software: true, shaderF16: false } });
    expect(report.gpu?.maxBufferBytes).toBeGreaterThanOrEqual(2 ** 27);
    expect(report.logicalCores).toBeGreaterThan(0);
    expect(report.memoryBytes).toBeGreaterThan(2 ** 28);
    expect(report.storageFreeBytes).toBeGreaterThan(0);
  });

  it.each([
    ['never answers', () => new Promise<never>(() => undefined)],
    ['refuses', () => Promise.reject(new Error('no'))],
    ['finds none', () => Promise.resolve(null)],
  ])('reports no GPU when the browser %s', async (_, answer) => {
    requestAdapter(answer);
    expect((await probeDevice(20)).gpu).toBeUndefined();
  });
});
