import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { reviveRun } from '../../../src/reflection/revive-run.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import { checkBytes, encodeDocument } from '../../../src/store/documents.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { packRecords } from '../../../src/store/record-blocks.ts';
import { SCHEMA_STEPS, type StoreSchema } from '../../../src/store/schema.ts';
import { freshName, makeOutcome, makeRecords, makeRun, makeSource } from './samples.ts';

const RECORDS = makeRecords([10, 20, 30]);

/** What the first version of the page wrote: its recipes had no criteria, wordings or rules. */
const FIRST_RECIPE = { name: 'paper', phases: ['instruction', 'response'], temperature: 0, topP: 1, seed: 1, maxNewTokens: 2048, minNewTokens: 128, maxAttempts: 2 };

/** A database as the first version of the page left it, with a run that is done up to one phase. */
async function leaveFirstVersion(name: string): Promise<void> {
  const database = await openDB<StoreSchema>(name, 1, { upgrade: (fresh, _from, _to, transaction) => SCHEMA_STEPS[0]?.(fresh, transaction) });
  await database.put('sources', encodeDocument(makeSource('a', 3))[0]!, ['a', 0]);
  for (const { firstOrdinal, parts } of packRecords(RECORDS)) await database.put('records', parts[0]!, ['a', firstOrdinal, 0]);
  await database.put('runs', encodeDocument({ ...makeRun('r', 'a', 3), recipe: FIRST_RECIPE })[0]!, ['r', 0]);
  await database.put('outcomes', encodeDocument(makeOutcome('r', 1, 'instruction'))[0]!, ['r', 1, 0, 0]);
  await database.put('statuses', checkBytes(Uint8Array.of(0, 1, 0)), ['r', 0]);
  database.close();
}

test('a database of the first version opens with all that is in it, and its run goes on', async () => {
  const name = freshName();
  await leaveFirstVersion(name);
  const store = await openStore({ name, reviveRun });
  expect(await store.sources()).toEqual([makeSource('a', 3)]);
  expect(await store.records('a', 0, 9)).toEqual(RECORDS);
  const { recipe } = await store.run('r');
  expect(recipe).toMatchObject({ ...FIRST_RECIPE, name: PAPER_RECIPE.name, criteria: PAPER_RECIPE.criteria, wordings: PAPER_RECIPE.wordings, continues: false });
  expect(await store.runs()).toEqual([{ ...makeRun('r', 'a', 3), recipe }]);
  expect(await store.outcomes('r', 0, 3)).toEqual([makeOutcome('r', 1, 'instruction')]);
  await store.settle(makeOutcome('r', 1, 'response'));
  await store.decide('r', 1, 'original');
  expect(await store.statuses('r')).toEqual(Uint8Array.of(0, 0xee, 0));
  expect([...(await store.decisions('r', 0, 3))]).toEqual([[1, 'original']]);
  expect([await store.measurings(), await store.recipes()]).toEqual([[], []]);
  store.close();
});
