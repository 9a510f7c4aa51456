import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Prompt } from '../../src/core/prompt.ts';
import { OracleError } from '../../src/oracle/oracle.ts';
import { checkFit, type FitProgress } from '../../src/pipeline/check-fit.ts';
import { PAPER_RECIPE } from '../../src/reflection/recipes.ts';
import { ScriptedTokenCounter } from '../ui/scripted-measures.ts';
import { storeOf } from './run-fixtures.ts';

const REFUSED = 'refused';

class PickyCounter extends ScriptedTokenCounter {
  override countPrompts(prompts: readonly Prompt[]): Promise<number[]> {
    const refused = prompts.some(({ user }) => user.includes(REFUSED));
    return refused ? Promise.reject(new OracleError('prompt-refused', '')) : super.countPrompts(prompts);
  }
}

async function check(words: readonly string[], contextTokens: number, rows?: readonly number[]): Promise<FitProgress[]> {
  const { store, run } = await storeOf(words);
  const source = await store.source(run.sourceId);
  const found: FitProgress[] = [];
  const question = { source, rows, recipe: { ...PAPER_RECIPE, minNewTokens: 10, maxNewTokens: 20 }, contextTokens };
  for await (const progress of checkFit(question, store, new PickyCounter(), new AbortController().signal)) found.push(progress);
  return found;
}

/** Instructions of so many words. */
const long = (count: number) => Array.from({ length: count }, () => 'w').join(' ');

describe('the check which records fit', () => {
  it('finds the same of all records as of each alone, and of the chosen ones only', async () => {
    const least = (await check([long(1)], 1)).at(-1)?.largest?.promptTokens ?? 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(60), { minLength: 1, maxLength: 90 }), fc.infiniteStream(fc.boolean()), fc.boolean(), async (lengths, picks, picked) => {
        const rows = picked ? lengths.flatMap((_, ordinal) => (picks.next().value === true ? [ordinal] : [])) : undefined;
        const found = await check(lengths.map((extra) => long(1 + extra)), least + 30, rows);
        const chosen = lengths.filter((_, ordinal) => rows?.includes(ordinal) ?? true);
        const last = found.at(-1);
        expect(last).toMatchObject({ checked: chosen.length, total: chosen.length, tooLong: chosen.filter((extra) => extra > 20).length, uncounted: 0 });
        expect(last?.largest?.promptTokens).toBe(chosen.length === 0 ? undefined : least + Math.max(...chosen));
        expect(found.map(({ checked }) => checked)).toEqual(found.map(({ checked }) => checked).sort((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it('counts around a text that the template rejects', async () => {
    const words = Array.from({ length: 40 }, (_, n) => (n === 17 ? REFUSED : long(2)));
    expect((await check(words, 10_000)).at(-1)).toMatchObject({ checked: 40, uncounted: 1, tooLong: 0 });
  });
});
