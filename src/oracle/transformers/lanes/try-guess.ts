import type { Completion } from '../completion.ts';
import type { LaneCache } from './lane-cache.ts';

/**
 * Reads the completion's last token and a guess of what follows in one step of its lane, which is alone, and writes as many tokens as the guess is right
 * for, and one more. Each is chosen from the logits and by the chance that it would have had otherwise, so the answer is the same. Resolves with their number.
 */
export async function tryGuess(cache: LaneCache, completion: Completion, guess: readonly number[]): Promise<number> {
  const before = completion.written.length;
  const logits = await cache.readAhead([completion.written.at(-1) ?? 0, ...guess]);
  for (let row = 0; row <= guess.length && completion.open; row++) {
    completion.advance(logits, row);
    if (completion.written.at(-1) !== guess[row]) break;
  }
  const written = completion.written.length - before;
  await cache.settle(Math.max(1, written));
  return written;
}
