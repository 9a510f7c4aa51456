import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OracleSpec } from '../../../../../src/core/run.ts';
import type { LoadProgress } from '../../../../../src/oracle/oracle.ts';
import type { Score, ScoreItem, Scored, ScoreProgress } from '../../../../../src/oracle/student.ts';
import studentUrl from '../../../../../src/oracle/transformers/student.worker.ts?worker&url';
import { removeModel } from '../../../../../src/oracle/weights/stored-models.ts';
import { WorkerStudent } from '../../../../../src/oracle/worker-student.ts';
import { randomModelFiles } from '../../../../random-model/model-files.ts';
import { TINY } from '../../../../random-model/model-shape.ts';
import { practiceSpec, startWorker } from '../practice.ts';
import { publishFiles, PUBLISHED } from '../published.ts';

const NEVER = new AbortController().signal;
const ignore = () => undefined;

const SENTENCES = ['The Danube rises in Germany.', 'It ends in the Black Sea.', 'Ten countries lie along it.', 'Water is wet.'];
const ITEMS = Array.from({ length: 24 }, (_, index): ScoreItem => ({ target: SENTENCES.slice(index % 4).join(' '), contexts: ['', `Question ${index}: ${SENTENCES.slice(0, index % 3).join(' ')}\n`] }));

const workers: Worker[] = [];

function open(): WorkerStudent {
  return new WorkerStudent((url) => {
    const worker = startWorker(url);
    workers.push(worker);
    return worker;
  }, studentUrl);
}

async function opened(spec: OracleSpec): Promise<WorkerStudent> {
  const student = open();
  await student.load(spec, ignore, NEVER);
  return student;
}

function expectClose(one: Score | undefined, other: Score | undefined): void {
  expect(one).toMatchObject({ kind: 'scored', tokens: (other as Scored).tokens, cutTokens: 0 });
  for (const [index, value] of (one as Scored).logLikelihoods.entries()) expect(value).toBeCloseTo((other as Scored).logLikelihoods[index] ?? NaN, 3);
}

/** A real language model's file with random weights, marked so that it is not expected to know the months. */
async function publishRandom(spec: OracleSpec): Promise<void> {
  const files = randomModelFiles({ shape: TINY, attention: 'gqa', format: 'fp32', seed: 4 });
  const config = JSON.parse(new TextDecoder().decode(files.get('config.json'))) as object;
  files.set('config.json', new TextEncoder().encode(JSON.stringify({ ...config, tain_practice: true })));
  await publishFiles(spec, new Map([...files].map(([path, bytes]) => [path, new Blob([bytes.slice()])])));
}

const RANDOM: OracleSpec = { ...PUBLISHED, modelId: 'someone/random-student', contextTokens: 128 };

describe('a student in a worker', () => {
  let student: WorkerStudent;
  const progress: LoadProgress[] = [];
  beforeAll(async () => {
    await publishRandom(RANDOM);
    student = open();
    await student.load(RANDOM, (step) => progress.push(step), NEVER);
  });
  afterAll(async () => {
    await student.close();
    await removeModel(RANDOM);
  });

  it('tells of its loading', () => {
    expect(progress.map(({ stage }) => stage)).toContain('warm-up');
  });

  it('gives scores in the order of the items, each as it comes and each as it would be alone', async () => {
    const steps: ScoreProgress[] = [];
    const scores = await student.score(ITEMS, (step) => steps.push(step), NEVER);
    expect(scores).toHaveLength(ITEMS.length);
    expect(steps.length).toBeGreaterThan(1);
    expect(steps.flatMap(({ scored }) => scored).toSorted((one, other) => one.index - other.index).map(({ score }) => score)).toEqual(scores);
    for (const index of [0, 5, 23]) {
      const [alone] = await student.score(ITEMS.slice(index, index + 1), ignore, NEVER);
      expectClose(alone, scores[index]);
    }
  });

  it('scores the same tokens behind every context, and tells what it cut', async () => {
    const target = 'word '.repeat(200);
    const context = 'Say it often. '.repeat(5);
    const [alone, both, long] = await student.score([{ target, contexts: [''] }, { target, contexts: ['', context] }, { target, contexts: [context.repeat(20)] }], ignore, NEVER);
    const [free, bound] = [alone as Scored, both as Scored];
    expect(free.tokens).toBe(RANDOM.contextTokens - 1);
    expect(bound.tokens).toBeLessThan(free.tokens);
    expect(free.tokens + free.cutTokens).toBe(bound.tokens + bound.cutTokens);
    const mean = (score: Scored) => (score.logLikelihoods[0] ?? NaN) / score.tokens;
    expect(mean(free)).toBeLessThan(0);
    expect(long).toEqual({ kind: 'unscored', reason: 'no-room' });
  });

  it('stops when nobody wants the scores any more, and serves the next call', async () => {
    const controller = new AbortController();
    const many = Array.from({ length: 40 }, () => ITEMS).flat();
    const stopped = student.score(many, () => controller.abort(new Error('enough')), controller.signal);
    const next = student.score(ITEMS.slice(0, 2), ignore, NEVER);
    await expect(stopped).rejects.toThrow('enough');
    await expect(next).resolves.toHaveLength(2);
  });

  it('has no scores for nothing', async () => {
    await expect(student.score([], ignore, NEVER)).resolves.toEqual([]);
    await expect(student.score([{ target: '', contexts: [''] }], ignore, NEVER)).resolves.toEqual([{ kind: 'unscored', reason: 'empty-target' }]);
  });
});

describe('the life of a student', () => {
  it('ends with its worker', async () => {
    const student = await opened(practiceSpec('wasm'));
    const scoring = student.score(Array.from({ length: 30 }, () => ITEMS).flat(), ignore, NEVER);
    workers.at(-1)?.terminate();
    await expect(scoring).rejects.toMatchObject({ name: 'OracleError', code: 'worker-died' });
    await expect(student.score(ITEMS, ignore, NEVER)).rejects.toMatchObject({ code: 'worker-died' });
  });

  it('rejects what is in flight when it is closed, and all before it is loaded', async () => {
    await expect(open().score(ITEMS, ignore, NEVER)).rejects.toMatchObject({ code: 'closed' });
    const student = await opened(practiceSpec('wasm'));
    const scoring = student.score(ITEMS, ignore, NEVER);
    const closing = student.close();
    await expect(scoring).rejects.toMatchObject({ code: 'closed' });
    await closing;
    await expect(student.load(practiceSpec('wasm'), ignore, NEVER)).rejects.toMatchObject({ code: 'closed' });
  });

  it('does not load what is not here, or knows nothing', async () => {
    await expect(opened({ ...PUBLISHED, modelId: 'someone/nothing' })).rejects.toMatchObject({ code: 'weights-missing' });
    const ignorant: OracleSpec = { ...RANDOM, modelId: 'someone/ignorant-student' };
    await publishFiles(ignorant, new Map([...randomModelFiles({ shape: TINY, attention: 'standard', format: 'fp32', seed: 4 })].map(([path, bytes]) => [path, new Blob([bytes.slice()])])));
    await expect(opened(ignorant)).rejects.toMatchObject({ code: 'self-test-failed' });
    await removeModel(ignorant);
  });
});
