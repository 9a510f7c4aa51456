import { describe, expect, it } from 'vitest';
import type { OracleSpec } from '../../../src/core/run.ts';
import { OracleError } from '../../../src/oracle/oracle.ts';
import { type LivingModel, ModelLife } from '../../../src/oracle/transformers/model-life.ts';

const SPEC: OracleSpec = { engine: 'transformers', modelId: 'any', revision: '1', device: 'wasm', dtype: 'fp32', contextTokens: 1, lanes: 1, practice: true };
const NEVER = new AbortController().signal;

class CountingModel implements LivingModel {
  checks = 0;
  released = 0;
  lost = false;

  check(): Promise<void> {
    this.checks++;
    return this.lost ? Promise.reject(new Error('device lost')) : Promise.resolve();
  }

  release(): Promise<void> {
    this.released++;
    return Promise.resolve();
  }
}

async function living(model = new CountingModel()): Promise<{ life: ModelLife<CountingModel>; model: CountingModel }> {
  const life = new ModelLife<CountingModel>();
  await life.load(SPEC, () => Promise.resolve(model), NEVER);
  return { life, model };
}

const fail = (message: string) => () => Promise.reject(new Error(message));

describe('the life of a model', () => {
  it('serves one caller after the other, and goes on when one fails', async () => {
    const { life, model } = await living();
    const order: string[] = [];
    const work = (name: string) => async (_: CountingModel, between: () => Promise<void>) => {
      order.push(`${name} begins`);
      await between();
      order.push(`${name} ends`);
      return name;
    };
    const calls = [life.use(work('first'), NEVER), life.use(fail('broken'), NEVER), life.use(work('third'), NEVER)];
    await expect(calls[1]).rejects.toMatchObject({ code: 'engine-failed', detail: 'Error: broken' });
    expect(await Promise.all([calls[0], calls[2]])).toEqual(['first', 'third']);
    expect(order).toEqual(['first begins', 'first ends', 'third begins', 'third ends']);
    expect(model.checks).toBe(1);
  });

  it('is over when nothing can be computed after a failure', async () => {
    const { life, model } = await living();
    model.lost = true;
    const waiting = [life.use(fail('buffer unmapped'), NEVER), life.use(() => Promise.resolve(1), NEVER)];
    for (const call of waiting) await expect(call).rejects.toMatchObject({ code: 'worker-died', detail: 'Error: buffer unmapped' });
    await expect(life.use(() => Promise.resolve(1), NEVER)).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('tells of too little memory as such', async () => {
    const { life } = await living();
    await expect(life.use(fail('std::bad_alloc'), NEVER)).rejects.toMatchObject({ code: 'out-of-memory' });
  });

  it('lets a caller go at once, and gives the model to the next when the work has stopped', async () => {
    const { life, model } = await living();
    const controller = new AbortController();
    let runs = 0;
    const endless = life.use(async (_, between) => {
      for (;;) {
        runs++;
        await between();
      }
    }, controller.signal);
    const next = life.use(() => Promise.resolve('next'), NEVER);
    setTimeout(() => controller.abort(new Error('enough')), 5);
    await expect(endless).rejects.toThrow('enough');
    await expect(next).resolves.toBe('next');
    expect(runs).toBeGreaterThan(0);
    expect(model.checks).toBe(0);
  });

  it('is freed once, when it is at rest', async () => {
    const { life, model } = await living();
    let resting = false;
    let begin: () => void = () => undefined;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const working = life.use(async (_, between) => {
      begin();
      try {
        for (;;) await between();
      } finally {
        await new Promise((resolve) => setTimeout(resolve, 5));
        resting = true;
        expect(model.released).toBe(0);
      }
    }, NEVER);
    await begun;
    const closing = life.close();
    await expect(working).rejects.toMatchObject({ code: 'closed' });
    await closing;
    expect([resting, model.released]).toEqual([true, 1]);
    await expect(life.use(() => Promise.resolve(1), NEVER)).rejects.toMatchObject({ code: 'closed' });
  });

  it('begins once', async () => {
    const { life } = await living();
    await expect(life.load(SPEC, () => Promise.resolve(new CountingModel()), NEVER)).rejects.toMatchObject({ code: 'load-failed' });
    await expect(new ModelLife<CountingModel>().use(() => Promise.resolve(1), NEVER)).rejects.toMatchObject({ code: 'closed' });
  });

  it.each([
    ['load-failed', new Error('bad file')],
    ['out-of-memory', new Error('std::bad_alloc')],
    ['weights-missing', new OracleError('weights-missing', 'config.json')],
  ])('does not begin with %s', async (code, error) => {
    await expect(new ModelLife<CountingModel>().load(SPEC, () => Promise.reject(error), NEVER)).rejects.toMatchObject({ name: 'OracleError', code });
  });
});
