import { isOutOfMemory } from './failures.ts';

/** With fewer tokens at once there is no memory to speak of. */
const STEP_TOKENS_MIN = 32;

/**
 * Reads all items by `read`, which is given those that wait and the most tokens of a step, and names in each result the items that it is
 * done with. Where memory runs out it is called again with half as many tokens; only when there is little left to halve, this rejects.
 */
export async function* withLessMemory<Item, Result>(
  items: readonly Item[],
  stepTokensMax: number,
  read: (waiting: readonly Item[], stepTokensMax: number) => AsyncGenerator<Result, void, undefined>,
  itemsOf: (result: Result) => readonly Item[],
): AsyncGenerator<Result, void, undefined> {
  const waiting = new Set(items);
  let tokensMax = stepTokensMax;
  while (waiting.size > 0) {
    try {
      for await (const result of read([...waiting], tokensMax)) {
        for (const item of itemsOf(result)) waiting.delete(item);
        yield result;
      }
    } catch (error) {
      if (!isOutOfMemory(error) || tokensMax / 2 < STEP_TOKENS_MIN) throw error;
      tokensMax = Math.floor(tokensMax / 2);
    }
  }
}
