import type { OracleSpec } from '../../core/run.ts';
import { OracleError } from '../oracle.ts';
import { chatTokens } from './chat-tokens.ts';
import type { LoadedModel } from './load-model.ts';
import { Sampler } from './sampler.ts';
import { agreesSideBySide, KNOWN_TEXTS } from './self-checks.ts';
import type { BeginBatch } from './token-batch.ts';

const COMPARED_TOKENS = 6;

/**
 * Reads a prompt and one token more; resolves with how many logits the model gives a token. Compiles what the first prompt would
 * wait for, and shows that the model computes here at all. Rejects with OracleError `self-test-failed` when it computes no numbers.
 */
export async function warmUp({ tokenizer }: LoadedModel, begin: BeginBatch): Promise<number> {
  const batch = begin([chatTokens(tokenizer, { system: '', user: 'Hello' })]);
  try {
    await batch.read(() => Promise.resolve(true));
    const { data, size } = await batch.append([0]);
    requireFinite(data, size);
    return size;
  } finally {
    batch.dispose();
  }
}

/** An overflow of the number format makes all logits NaN. */
function requireFinite(logits: ArrayLike<number>, size: number): void {
  try {
    new Sampler({ temperature: 0, topP: 1, seed: 0 }).next(logits, 0, size);
  } catch (error) {
    throw new OracleError('self-test-failed', String(error), { cause: error });
  }
}

/** How many prompts the model can serve at once: as many as it is meant to, or one when it answers otherwise in company than alone. The practice oracle is known not to. */
export async function safeLanes({ lanes }: OracleSpec, { tokenizer, practice }: LoadedModel, begin: BeginBatch): Promise<number> {
  if (lanes <= 1 || practice) return lanes;
  const { months, numbers } = KNOWN_TEXTS;
  const [long, short] = [tokenizer.encode(months).slice(0, -2 * COMPARED_TOKENS), tokenizer.encode(numbers)];
  return (await agreesSideBySide(begin, [long, short], COMPARED_TOKENS)) ? lanes : 1;
}
