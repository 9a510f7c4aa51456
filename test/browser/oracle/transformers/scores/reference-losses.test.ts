import { describe, expect, it } from 'vitest';
import type { OracleSpec } from '../../../../../src/core/run.ts';
import { STUDENT_FAMILIES } from '../../../../../src/oracle/catalogue/student-entries.ts';
import type { Scored } from '../../../../../src/oracle/student.ts';
import studentUrl from '../../../../../src/oracle/transformers/student.worker.ts?worker&url';
import { removeModel } from '../../../../../src/oracle/weights/stored-models.ts';
import { WorkerStudent } from '../../../../../src/oracle/worker-student.ts';
import known from '../../../../oracle/transformers/scores/reference-losses.json' with { type: 'json' };
import type { ReferenceLoss } from '../../../../oracle/transformers/scores/reference-texts.ts';
import { randomModelFiles } from '../../../../random-model/model-files.ts';
import { TINY } from '../../../../random-model/model-shape.ts';
import { startWorker } from '../practice.ts';
import { publishFiles, PUBLISHED } from '../published.ts';

const NEVER = new AbortController().signal;
const ignore = () => undefined;

const RANDOM: OracleSpec = { ...PUBLISHED, modelId: 'someone/random-reference', contextTokens: 1024 };

/** The very weights of the known losses, marked so that nobody expects knowledge of them. */
async function publishRandom(): Promise<void> {
  const files = randomModelFiles({ shape: TINY, attention: 'standard', format: 'fp32', seed: 4 });
  const config = JSON.parse(new TextDecoder().decode(files.get('config.json'))) as object;
  files.set('config.json', new TextEncoder().encode(JSON.stringify({ ...config, tain_practice: true })));
  await publishFiles(RANDOM, new Map([...files].map(([path, bytes]) => [path, new Blob([bytes.slice()])])));
}

/** How far a student's losses lie from known ones, at most. */
async function worstDifference(spec: OracleSpec, losses: readonly ReferenceLoss[]): Promise<number> {
  const student = new WorkerStudent(startWorker, studentUrl);
  try {
    await student.load(spec, ignore, NEVER);
    const scores = await student.score(losses.map(({ context, target }) => ({ target, contexts: ['', context] })), ignore, NEVER);
    return Math.max(...scores.flatMap((score, index) => differences(score as Scored, losses[index])));
  } finally {
    await student.close();
  }
}

function differences({ kind, tokens, cutTokens, logLikelihoods }: Scored, loss: ReferenceLoss | undefined): number[] {
  expect({ kind, tokens, cutTokens }).toEqual({ kind: 'scored', tokens: loss?.tokens, cutTokens: 0 });
  const [alone = NaN, given = NaN] = logLikelihoods.map((value) => -value / tokens);
  return [Math.abs(alone - (loss?.lossAlone ?? NaN)), Math.abs(given - (loss?.lossGiven ?? NaN))];
}

describe('a student’s losses', { timeout: 120_000 }, () => {
  it('agree with those that ONNX Runtime gives in Node without the app: of the practice student', async () => {
    const [card] = STUDENT_FAMILIES.find(([{ spec }]) => spec.practice) ?? [];
    if (!card) throw new Error('no practice student');
    expect(await worstDifference(card.spec, known['tain-practice-student'])).toBeLessThan(1e-4);
  });

  // A GPU's kernels sum in another order and have functions of their own; these losses are of 12 to 17 nats.
  it.each([['wasm', 1e-4], ['webgpu', 1e-3]] as const)('agree with them: of a model with random weights on %s, within %f', async (device, tolerance) => {
    await publishRandom();
    expect(await worstDifference({ ...RANDOM, device }, known['random-64'])).toBeLessThan(tolerance);
    await removeModel(RANDOM);
  });
});
