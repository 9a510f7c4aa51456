import { describe, expect, it, onTestFinished } from 'vitest';
import { env } from '../../../../src/oracle/transformers/onnxruntime.ts';
import { TransformersOracle } from '../../../../src/oracle/transformers/transformers-oracle.ts';
import { practiceSubject } from './practice.ts';

const { spec, longPrompt, shortPrompt } = practiceSubject('webgpu');
const NEVER = new AbortController().signal;
const OPTIONS = { temperature: 0, topP: 1, seed: 0, maxNewTokens: 3000, minNewTokens: 1 };

describe('the Transformers.js oracle on a GPU that is lost', () => {
  it('tells every prompt in flight at once, and every later one', async () => {
    const oracle = new TransformersOracle();
    onTestFinished(() => oracle.close());
    await oracle.load(spec, () => undefined, NEVER);
    const lost = { name: 'OracleError', code: 'worker-died', detail: expect.stringContaining('lost (destroyed)') as string };
    let written = '';
    const asked = [0, 1].map((number) => expect(oracle.ask(longPrompt(number), OPTIONS, (piece) => (written += piece), NEVER)).rejects.toMatchObject(lost));
    await expect.poll(() => written.length, { timeout: 30_000 }).toBeGreaterThan(0);
    const device = await env.webgpu.device;
    if (!device) throw new Error('no GPU');
    device.destroy();
    await Promise.all(asked);
    await expect(oracle.ask(shortPrompt, OPTIONS, () => undefined, NEVER)).rejects.toMatchObject(lost);
  });
});
