import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NEAR_THRESHOLD, type NearDuplicates, NearDuplicateFinder, shinglesOf, similarPairs } from '../../src/quality/near-duplicates.ts';
import { wordsOf } from '../../src/quality/words.ts';

const REAL_DATA = fileURLToPath(new URL('../../../shared/data/instruction-data.json', import.meta.url));

function nearOf(texts: readonly string[]): NearDuplicates {
  const finder = new NearDuplicateFinder();
  texts.forEach((text, ordinal) => finder.add(ordinal, wordsOf(text)));
  return finder.read();
}

/** All pairs, each set held against each other one. */
function bruteForce(sets: readonly ReadonlySet<number>[], threshold: number): string[] {
  return sets.flatMap((second, b) =>
    sets.slice(0, b).flatMap((first, a) => {
      const shared = [...first].filter((element) => second.has(element)).length;
      return shared / (first.size + second.size - shared) >= threshold - 1e-9 ? [`${a} ${b}`] : [];
    }),
  );
}

const found = (sets: readonly Uint32Array[], threshold: number) => [...similarPairs(sets.map((set) => set.slice()), threshold)].map(({ a, b }) => `${a} ${b}`).sort();

describe('near duplicates', () => {
  it('are exactly the pairs that holding each against each finds', () => {
    const set = fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 9 }).map((elements) => Uint32Array.from(elements));
    fc.assert(
      fc.property(fc.array(set, { maxLength: 14 }), fc.constantFrom(0.5, 0.7, 0.8, 1), (sets, threshold) => {
        expect(found(sets, threshold)).toEqual(bruteForce(sets.map((one) => new Set(one)), threshold).sort());
      }),
    );
  });

  it.skipIf(!existsSync(REAL_DATA))('are exactly those among 1,100 real records', () => {
    const records = JSON.parse(readFileSync(REAL_DATA, 'utf8')) as { instruction: string; input: string }[];
    const sets = records.map(({ instruction, input }) => shinglesOf(wordsOf(`${instruction}\n${input}`)));
    const expected = bruteForce(sets.map((one) => new Set(one)), NEAR_THRESHOLD).sort();
    expect(expected.length).toBeGreaterThan(100);
    expect(found(sets, NEAR_THRESHOLD)).toEqual(expected);
  });

  it('count what could be left out, with examples', () => {
    const story = 'Write a short story about a brave little dog that finds its way home through the snow';
    const near = nearOf([story, 'Add two numbers', `${story} again`, 'ADD two numbers!', `${story} again and again`, 'Name a colour']);
    expect(near).toMatchObject({ records: 6, exact: 1, near: 3, groups: 1 });
    expect(near.examples[0]).toMatchObject({ former: 0, latter: 2 });
    expect(near.examples.every(({ similarity }) => similarity >= NEAR_THRESHOLD && similarity < 1)).toBe(true);
  });

  it('are none among records without words', () => {
    expect(nearOf(['', '', '?'])).toMatchObject({ records: 3, exact: 2, groups: 0 });
  });
});
