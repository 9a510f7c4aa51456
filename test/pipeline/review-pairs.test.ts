import { describe, expect, it } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import type { Prompt } from '../../src/core/prompt.ts';
import { OracleError } from '../../src/oracle/oracle.ts';
import { reviewPairs } from '../../src/pipeline/review-pairs.ts';
import { type Reply, ReplyingOracle } from './replying-oracle.ts';

const FORMER = { instruction: 'Name a bird.', input: '', response: 'Owl' };
const LATTER = { instruction: 'Name a bird.', input: '', response: 'The owl is a bird.' };
const never = new AbortController().signal;

/** Which text stands first. */
const frontOf = ({ user }: Prompt) => (user.includes('[The Start of Record A]\nOwl\n') ? 'former' : 'latter');

/** Says one thing where the former stands first, and another where the latter does. */
class PlaceOracle extends ReplyingOracle {
  readonly #says: { readonly former: Reply; readonly latter: Reply };

  constructor(says: { readonly former: Reply; readonly latter: Reply }) {
    super(2);
    this.#says = says;
  }

  override async ask(...[prompt, options]: Parameters<ReplyingOracle['ask']>): Promise<Answer> {
    this.asked.push({ prompt, options });
    this.mostAsked = Math.max(this.mostAsked, this.asked.length);
    const said = this.#says[frontOf(prompt)];
    if (said instanceof OracleError) throw said;
    return { text: String(said), finishReason: 'stop', promptTokens: 10, newTokens: 3, durationMs: 1 };
  }
}

describe('a review of two pairs', () => {
  it('asks twice at once with the places exchanged, and puts the points back in order', async () => {
    const oracle = new PlaceOracle({ former: '4 9\nB is a sentence.', latter: '8 5' });
    const reviewing = reviewPairs(FORMER, LATTER, oracle, { seed: 1 }, never);
    expect(oracle.asked).toHaveLength(2);
    const review = await reviewing;
    expect(review.result).toBe('latter');
    expect(review.passes.map(({ raw, points, finishReason }) => ({ raw, points, finishReason }))).toEqual([
      { raw: '4 9\nB is a sentence.', points: { former: 4, latter: 9 }, finishReason: 'stop' },
      { raw: '8 5', points: { former: 5, latter: 8 }, finishReason: 'stop' },
    ]);
    expect(oracle.asked.map(({ options }) => options.temperature)).toEqual([0, 0]);
  });

  it('draws from seed and texts which pass is asked first, the same each time', async () => {
    const fronts = async (seed: number) => {
      const oracle = new PlaceOracle({ former: '5 5', latter: '5 5' });
      await reviewPairs(FORMER, LATTER, oracle, { seed }, never);
      return oracle.asked.map(({ prompt }) => frontOf(prompt)).join();
    };
    const drawn = await Promise.all(Array.from({ length: 200 }, (_, seed) => fronts(seed)));
    const formerFirst = drawn.filter((order) => order === 'former,latter').length;
    expect(formerFirst).toBeGreaterThan(60);
    expect(formerFirst).toBeLessThan(140);
    expect(await Promise.all(Array.from({ length: 200 }, (_, seed) => fronts(seed)))).toEqual(drawn);
  });

  it('ends in a tie when the oracle always prefers the first place', async () => {
    expect((await reviewPairs(FORMER, LATTER, new PlaceOracle({ former: '9 2', latter: '9 2' }), { seed: 1 }, never)).result).toBe('tie');
  });

  it.each(['prompt-too-long', 'prompt-refused', 'engine-failed'] as const)('cannot be read when a pass ends with %s', async (code) => {
    const review = await reviewPairs(FORMER, LATTER, new PlaceOracle({ former: '9 2', latter: new OracleError(code) }), { seed: 1 }, never);
    expect(review.result).toBe('unreadable');
    expect(review.passes.map(({ finishReason, points }) => [finishReason, points])).toEqual([
      ['stop', { former: 9, latter: 2 }],
      ['error', undefined],
    ]);
  });

  it('cannot be read when a pass names no points', async () => {
    const review = await reviewPairs(FORMER, LATTER, new PlaceOracle({ former: 'Both are fine.', latter: '5 5' }), { seed: 1 }, never);
    expect(review.result).toBe('unreadable');
  });

  it.each(['worker-died', 'stalled', 'gpu-gone', 'out-of-memory', 'closed'] as const)('passes on that the oracle is gone with %s', async (code) => {
    const oracle = new PlaceOracle({ former: '9 2', latter: new OracleError(code) });
    await expect(reviewPairs(FORMER, LATTER, oracle, { seed: 1 }, never)).rejects.toMatchObject({ code });
  });

  it('ends with the reason of an abort', async () => {
    const stop = new AbortController();
    const reviewing = reviewPairs(FORMER, LATTER, new ReplyingOracle(1, { 'Record A': '5 5' }), { seed: 1 }, stop.signal);
    stop.abort(new Error('enough'));
    await expect(reviewing).rejects.toThrow('enough');
  });
});
