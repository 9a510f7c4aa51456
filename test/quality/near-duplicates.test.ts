import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Groups } from '../../src/quality/groups.ts';
import { NEAR_THRESHOLD, type NearDuplicates, NearDuplicateFinder, joinSimilar, shinglesOf } from '../../src/quality/near-duplicates.ts';
import { wordsOf } from '../../src/quality/words.ts';

const REAL_DATA = fileURLToPath(new URL('../../../shared/data/instruction-data.json', import.meta.url));

function nearOf(texts: readonly string[]): NearDuplicates {
  const finder = new NearDuplicateFinder();
  texts.forEach((text, ordinal) => finder.add(ordinal, wordsOf(text)));
  return finder.read();
}

/** All pairs, each set held against each other one. */
function bruteForce(sets: readonly ReadonlySet<number>[], threshold: number): (readonly [number, number])[] {
  return sets.flatMap((second, b) =>
    sets.slice(0, b).flatMap((first, a) => {
      const shared = [...first].filter((element) => second.has(element)).length;
      return shared / (first.size + second.size - shared) >= threshold - 1e-9 ? [[a, b] as const] : [];
    }),
  );
}

/** Names each set by the first one of its group. */
const named = (groups: Groups, size: number) => {
  const places = Array.from({ length: size }, (_, place) => place);
  return places.map((place) => places.find((other) => groups.same(other, place)));
};

function found(sets: readonly Uint32Array[], threshold: number) {
  const groups = new Groups(sets.length);
  joinSimilar(sets.map((set) => set.slice()), groups, () => undefined, threshold);
  return named(groups, sets.length);
}

function expected(sets: readonly Uint32Array[], threshold: number) {
  const groups = new Groups(sets.length);
  for (const [a, b] of bruteForce(sets.map((set) => new Set(set)), threshold)) groups.join(a, b);
  return named(groups, sets.length);
}

describe('near duplicates', () => {
  it('are grouped exactly as by holding each against each', () => {
    const set = fc.uniqueArray(fc.nat(12), { minLength: 1, maxLength: 9 }).map((elements) => Uint32Array.from(elements));
    fc.assert(
      fc.property(fc.array(set, { maxLength: 14 }), fc.constantFrom(0.5, 0.7, 0.8, 1), (sets, threshold) => {
        expect(found(sets, threshold)).toEqual(expected(sets, threshold));
      }),
    );
  });

  it.skipIf(!existsSync(REAL_DATA))('are grouped so among 1,100 real records', () => {
    const records = JSON.parse(readFileSync(REAL_DATA, 'utf8')) as { instruction: string; input: string }[];
    const sets = records.map(({ instruction, input }) => shinglesOf(wordsOf(`${instruction}\n${input}`)));
    const grouped = expected(sets, NEAR_THRESHOLD);
    expect(grouped.filter((first, place) => first !== place).length).toBeGreaterThan(100);
    expect(found(sets, NEAR_THRESHOLD)).toEqual(grouped);
  });

  it('count what could be left out, with examples', () => {
    const story = 'Write a short story about a brave little dog that finds its way home through the snow';
    const near = nearOf([story, 'Add two numbers', `${story} again`, 'ADD two numbers!', `${story} again and again`, 'Name a colour']);
    expect(near).toMatchObject({ records: 6, exact: 1, near: 3, groups: 1 });
    expect(near.examples[0]).toMatchObject({ former: 0, latter: 2 });
    expect(near.examples.every(({ similarity }) => similarity >= NEAR_THRESHOLD && similarity < 1)).toBe(true);
  });

  it('takes no more time where each record is like each', { timeout: 20_000 }, () => {
    const finder = new NearDuplicateFinder();
    const template = 'rewrite the following sentence in the passive voice and keep its meaning as it was before'.split(' ');
    for (let ordinal = 0; ordinal < 20_000; ordinal += 1) finder.add(ordinal, [...template, `case${ordinal}`]);
    expect(finder.read()).toMatchObject({ near: 19_999, groups: 1 });
  });

  it('are none among records without words', () => {
    expect(nearOf(['', '', '?'])).toMatchObject({ records: 3, exact: 2, groups: 0 });
  });
});
