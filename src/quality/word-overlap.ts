import { wordsOf } from './words.ts';

/**
 * How many words two texts share, in [0, 1]: twice the words in common, each as often as both have it, by the words of both (the Dice
 * coefficient of bags of words, the same as F1). 1 for two texts without words; blind to order.
 */
export function wordOverlap(a: string, b: string): number {
  if (a === b) return 1;
  const [one, other] = [wordsOf(a), wordsOf(b)];
  if (one.length + other.length === 0) return 1;
  const left = new Map<string, number>();
  for (const word of one) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of other) {
    const count = left.get(word) ?? 0;
    if (count === 0) continue;
    left.set(word, count - 1);
    common += 1;
  }
  return (2 * common) / (one.length + other.length);
}
