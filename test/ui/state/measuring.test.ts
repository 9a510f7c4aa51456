import { afterEach, expect, it, vi } from 'vitest';
import { type MeasurePlan, MeasuringDesk } from '../../../src/ui/state/measuring.svelte.ts';
import { storeOf } from '../../pipeline/run-fixtures.ts';
import { ScriptedStudent } from '../../pipeline/scripted-student.ts';

const SPEC = { engine: 'transformers', modelId: 'base', revision: '1', device: 'wasm', dtype: 'fp32', contextTokens: 2048, lanes: 1, practice: true } as const;
const EDITION = { key: 'original/s', kind: 'original', edition: { kind: 'original', sourceId: 's' }, sourceName: 'data.json' } as const;
const PLAN: MeasurePlan = { editions: [EDITION], instrument: { kind: 'student', name: 'Base', template: 'vicuna', spec: SPEC }, reverse: false };

afterEach(() => vi.unstubAllGlobals());

it('is busy until its model has let go', async () => {
  const { store } = await storeOf(['a', 'b']);
  let letGo: (() => void) | undefined;
  class SlowToClose extends ScriptedStudent {
    override async close(): Promise<void> {
      await new Promise<void>((resolve) => (letGo = resolve));
      await super.close();
    }
  }
  const student = new SlowToClose();
  const oracles = { openStudent: () => student };
  const wakeLock = { want: () => undefined, letGo: () => undefined };
  // Of the page's services, only these are asked for here.
  const around = { services: { store, oracles }, sessions: { active: undefined, wakeLock }, judging: { busy: false } } as unknown as ConstructorParameters<typeof MeasuringDesk>[0];
  vi.stubGlobal('requestAnimationFrame', () => 0);
  vi.stubGlobal('cancelAnimationFrame', () => undefined);
  const desk = new MeasuringDesk(around);
  const measured = desk.start(PLAN);
  await expect.poll(() => letGo).toBeDefined();
  expect([desk.busy, student.closed]).toEqual([true, false]);
  letGo?.();
  expect(await measured).toBe(true);
  expect([desk.busy, student.closed, desk.stage]).toEqual([false, true, 'idle']);
});
