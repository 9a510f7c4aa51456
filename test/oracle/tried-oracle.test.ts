import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../src/core/prompt.ts';
import type { OracleSpec } from '../../src/core/run.ts';
import { type LaneFindings, type LoadProgress, OracleError, SINGLE_LANE } from '../../src/oracle/oracle.ts';
import { TriedOracle } from '../../src/oracle/tried-oracle.ts';
import { type Say, ScriptedEngine } from './scripted-engine.ts';

const SPEC: OracleSpec = { engine: 'transformers', modelId: 'owner/model', revision: 'main', device: 'wasm', dtype: 'q8', contextTokens: 4096, lanes: 2, practice: false };
const NEVER = new AbortController().signal;

const about = ({ user }: Prompt) => (user.includes('Marta') ? 'The text is about Marta, who keeps the lighthouse.' : 'It is about Tomas, a baker, and his bread.');

async function load(engine: ScriptedEngine, signal = NEVER) {
  const progress: LoadProgress[] = [];
  const calibration = await new TriedOracle(engine).load(SPEC, (step) => progress.push(step), signal);
  return { calibration, progress };
}

describe('a tried oracle', () => {
  it('measures how fast the model reads and writes', async () => {
    const { calibration } = await load(new ScriptedEngine(about));
    expect(calibration.promptTokensPerSecond).toBeGreaterThan(0);
    expect(calibration.newTokensPerSecond).toBeGreaterThan(0);
    expect([calibration.promptTokensPerSecond, calibration.newTokensPerSecond].every(Number.isFinite)).toBe(true);
  });

  it('says what its engine found out about lanes, and that it has but one where the engine says nothing', async () => {
    expect((await load(new ScriptedEngine(about))).calibration).toMatchObject(SINGLE_LANE);
    const engine = new ScriptedEngine(about);
    const findings: LaneFindings = { laneReason: 'measured', laneAgreement: 'exact', laneRates: [{ lanes: 1, newTokensPerSecond: 10 }, { lanes: 2, newTokensPerSecond: 19 }], laneBytes: 1e8 };
    engine.laneFindings = findings;
    expect((await load(engine)).calibration).toMatchObject(findings);
  });

  it('counts what is asked of it once it has been tried out', async () => {
    const oracle = new TriedOracle(new ScriptedEngine(about));
    expect(await oracle.usage()).toBeUndefined();
    await oracle.load(SPEC, () => undefined, NEVER);
    expect(await oracle.usage()).toMatchObject({ lanes: 2, servedMs: 0, newTokens: 0 });
    const answer = await oracle.ask({ system: '', user: 'Marta' }, { temperature: 0, topP: 1, seed: 0, maxNewTokens: 4, minNewTokens: 1 }, () => undefined, NEVER);
    const usage = await oracle.usage();
    expect(usage).toMatchObject({ readTokens: answer.promptTokens, heldTokens: 0, newTokens: 4 });
    // One of two lanes was at work.
    expect(usage?.starvedLaneMs).toBeCloseTo(usage?.servedMs ?? 0, 6);
    expect(usage?.servedMs).toBeGreaterThan(0);
    await oracle.close();
    expect(await oracle.usage()).toBeUndefined();
  });

  it('measures an answer of which no text came out, too', async () => {
    const engine = new ScriptedEngine(({ user }, { maxNewTokens }) => (maxNewTokens > 100 ? about({ system: '', user }) : ''));
    const { promptTokensPerSecond, newTokensPerSecond } = (await load(engine)).calibration;
    expect([promptTokensPerSecond, newTokensPerSecond].every(Number.isFinite)).toBe(true);
  });

  it('costs two short answers, the first of which is not measured', async () => {
    const engine = new ScriptedEngine(about);
    await load(engine);
    expect(engine.asked.map(({ options }) => options.maxNewTokens)).toEqual([2, 20]);
    expect(new Set(engine.asked.map(({ prompt }) => prompt.user)).size).toBe(2);
  });

  it('shows loading as a part that never falls, and trying out as its last stage', async () => {
    const engine = new ScriptedEngine(about);
    const at = (stage: LoadProgress['stage'], fraction: number | undefined): LoadProgress => ({ stage, fraction, loadedBytes: 0, totalBytes: undefined });
    engine.progress = [at('load', undefined), at('load', 0.5), at('load', 0.2), at('load', undefined), at('load', 1.1), at('warm-up', 0.3)];
    const { progress } = await load(engine);
    expect(progress.slice(0, 6).map(({ fraction }) => fraction)).toEqual([undefined, 0.5, 0.5, 0.5, 1, 0.3]);
    expect(new Set(progress.slice(6).map(({ stage }) => stage))).toEqual(new Set(['try-out']));
    // One sign of life for each piece of text, so that a slow machine is not taken for a dead one.
    expect(progress.length).toBeGreaterThan(12);
  });

  it.each<[string, Say]>([
    ['one token for ever', () => '!'.repeat(60)],
    ['words about something else', () => 'ibujo ureau Corps esteemed trab culo'],
    ['nothing', () => ''],
  ])('refuses a model that writes %s, and shows what it wrote', async (_, say) => {
    const text = await say({ system: '', user: '' }, { temperature: 0, topP: 1, seed: 0, maxNewTokens: 1, minNewTokens: 1 });
    await expect(load(new ScriptedEngine(say))).rejects.toMatchObject({ name: 'OracleError', code: 'self-test-failed', detail: expect.stringContaining(`“${text}”`) as string });
  });

  it('gives a model that answered oddly a second chance, and one that thinks first the room for it', async () => {
    const odd = new ScriptedEngine((prompt) => (prompt.user.includes('Marta') ? '42' : about(prompt)));
    await load(odd);
    const thoughts = new ScriptedEngine((prompt, { maxNewTokens }) => (maxNewTokens < 100 ? '' : `${about(prompt)} ${'And so on.'.repeat(200)}`));
    await load(thoughts);
    expect(thoughts.asked).toHaveLength(3);
  });

  it('takes the practice oracle’s one answer to everything', async () => {
    const engine = new ScriptedEngine(() => 'This is the practice oracle. It answers only the two reflection prompts of this page.', true);
    await expect(load(engine)).resolves.toBeDefined();
  });

  it('believes the engine that finds a fault by itself', async () => {
    const engine = new ScriptedEngine(about);
    engine.fault = 'it is surprised';
    await expect(load(engine)).rejects.toEqual(new OracleError('self-test-failed', 'it is surprised'));
    expect(engine.asked).toEqual([]);
  });

  it.each<[string, Error, object]>([
    ['memory that ran out', new OracleError('out-of-memory', 'no room'), { code: 'out-of-memory' }],
    ['a refused prompt', new OracleError('prompt-refused', 'no template'), { code: 'load-failed', detail: 'prompt-refused: no template' }],
    ['an unknown failure', new TypeError('x is undefined'), { name: 'TypeError' }],
  ])('tells of %s while trying out', async (_, error, expected) => {
    const engine = new ScriptedEngine(() => Promise.reject(error));
    await expect(load(engine)).rejects.toMatchObject(expected);
  });

  it('can be given up while it is tried out', async () => {
    const controller = new AbortController();
    const reason = new Error('changed my mind');
    const engine = new ScriptedEngine((prompt) => {
      controller.abort(reason);
      return about(prompt);
    });
    await expect(load(engine, controller.signal)).rejects.toBe(reason);
  });
});
