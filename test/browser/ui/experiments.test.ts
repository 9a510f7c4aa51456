import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Run } from '../../../src/core/run.ts';
import { consistencyRuns } from '../../../src/pipeline/experiment.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { formatRoute, type ReportSection, reportRoute } from '../../../src/ui/routes.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { button, expectAccessible, type MountedPage, mountPage } from './mounted-page.ts';
import { newRun } from './new-run.ts';

const ROWS = 12;

let storeName: string;
let run: Run;
let mounted: MountedPage | undefined;

/** A run that is through: of every third record the response was kept, of all others it got longer. */
async function makeRun(name?: string): Promise<void> {
  const store = await openStore(name === undefined ? {} : { name });
  const { id, recipe, ...rest } = await newRun(store, ROWS);
  await store.removeRun(id);
  run = { ...rest, id, recipe: { ...recipe, phases: ['response'] } };
  await store.addRun(run);
  for (let ordinal = 0; ordinal < ROWS; ordinal++) {
    const settled = { runId: run.id, ordinal, phase: 'response', attempts: [], critique: [] } as const;
    const pair = { instruction: `Task ${ordinal}`, input: '', response: `Answer ${ordinal}, with the reasons for it.` };
    await store.settle(ordinal % 3 === 0 ? { ...settled, status: 'kept', reason: 'unchanged' } : { ...settled, status: 'rewritten', pair });
  }
  store.close();
}

beforeEach(async () => {
  storeName = `test-${crypto.randomUUID()}`;
  await makeRun(storeName);
  localStorage.clear();
});

afterEach(async () => {
  await mounted?.close();
  mounted = undefined;
});

async function show(section: ReportSection, name?: string): Promise<MountedPage> {
  mounted = await mountPage(new ScriptedOracles({ lanes: 2, pieceMs: 0 }), formatRoute(reportRoute(run.id, section)), name);
  return mounted;
}

const seen = (text: string | RegExp) => expect.element(page.getByText(text).first(), { timeout: 20_000 }).toBeVisible();
/** Chooses from a list by a part of the choice's text, once it is there. */
async function choose(label: string, text: RegExp): Promise<void> {
  const select = page.getByLabelText(label, { exact: true });
  const find = () => [...select.element().querySelectorAll('option')].find((option) => text.test(option.text));
  await expect.poll(find, { timeout: 20_000 }).toBeDefined();
  const option = find();
  if (option) await select.selectOptions(option);
}

const row = (name: RegExp) => page.getByRole('row', { name });

describe('the judge of a report', { timeout: 60_000 }, () => {
  it('compares two editions, shows what came of it, and leads to the records', async () => {
    const { store } = await show('judge', storeName);
    await expect.element(button('Judge')).toBeDisabled();
    await choose('Judge', /Practice oracle/);
    await button('Judge').click();
    await seen('Judged by Practice oracle');
    await expect.element(page.getByRole('img', { name: 'Results of the comparisons: Wins 8, Ties 4, Losses 0, Unreadable 0' }), { timeout: 20_000 }).toBeVisible();
    await seen('These records are judged. Choose more to go on.');
    await seen('1.67 ± 0.14');
    await seen('83.3 ± 7.1%');
    await seen('4 of the ties: the record is the same in both, so nobody was asked.');
    await expectAccessible();
    await page.getByRole('group', { name: 'Show', exact: true }).getByText('Wins 8').click();
    await seen('6 : 8, 6 : 8');
    await expect.element(page.getByRole('link', { name: 'Record 2', exact: true })).toBeVisible();
    expect((await store.measurings()).map(({ instrument }) => instrument.kind)).toEqual(['judge']);
  });

  it('shows at a later visit what was found before', async () => {
    await show('judge', storeName);
    await choose('Judge', /Practice oracle/);
    await button('Judge').click();
    await seen('83.3 ± 7.1%');
    await mounted?.close();
    localStorage.clear();
    await show('judge', storeName);
    await seen('83.3 ± 7.1%');
  });
});

describe('repetitions', { timeout: 60_000 }, () => {
  it('are worked through one after the other, and compared', async () => {
    const { store } = await show('consistency', storeName);
    await page.getByLabelText('Repetitions').fill('2');
    await page.getByLabelText('How many').first().fill('4');
    await button('Start the repetitions').click();
    await seen(/Means over 4 records/);
    await expect.element(row(/Same status.*100%/)).toBeVisible();
    await expect.element(row(/Likeness of responses.*1/)).toBeVisible();
    await expectAccessible();
    const runs = (await store.runs()).filter(({ experiment }) => experiment?.kind === 'consistency');
    expect(runs.map(({ recipe, rows }) => [recipe.temperature, rows?.length])).toEqual([[0.7, 4], [0.7, 4]]);
    await button('Delete').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await seen('No repetitions yet');
  });

  it('are gone on with at a later visit, and kept apart from other runs', async () => {
    const { store } = await show('consistency', storeName);
    const made = consistencyRuns(run, { rows: [0, 1], times: 2, temperature: 0.7 });
    if (typeof made === 'string') throw new Error(made);
    for (const one of made) await store.addRun(one);
    await mounted?.close();
    await show('consistency', storeName);
    await seen('0 of 2 repetitions are done.');
    await button('Continue').click();
    await seen(/Means over 2 records/);
    location.hash = '#/';
    await expect.element(page.getByText('2 repetitions of runs')).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Open the run of tasks.json' })).toHaveLength(1);
  });

  it('are refused where all would be alike', async () => {
    await show('consistency', storeName);
    await page.getByLabelText('Temperature').fill('0');
    await seen('At temperature 0 all repetitions are alike by construction');
    await expect.element(button('Start the repetitions')).toBeDisabled();
  });
});

describe('two runs side by side', { timeout: 60_000 }, () => {
  it('show their figures, how far they agree, and their texts', async () => {
    const { store } = await show('consistency', storeName);
    const other: Run = { ...run, id: crypto.randomUUID(), recipe: { ...run.recipe, name: 'Other' }, createdAtMs: run.createdAtMs + 1 };
    await store.addRun(other);
    for (const ordinal of [1, 2, 3]) {
      await store.settle({ runId: other.id, ordinal, phase: 'response', attempts: [], critique: [], status: 'rewritten', pair: { instruction: `Task ${ordinal}`, input: '', response: `Another answer ${ordinal}` } });
    }
    await mounted?.close();
    await show('consistency', storeName);
    await choose('Compare with', /Other/);
    await seen('3 records are through in both, of 12 that both take.');
    await expect.element(row(/^Rewritten 2 3$/)).toBeVisible();
    await seen('9 records of the other run are still waiting.');
    // The one that ended differently comes first.
    await seen('Another answer 3');
    await expectAccessible();
    await page.getByRole('link', { name: 'Judge the two' }).click();
    await expect.element(page.getByLabelText('against')).toHaveValue(`recycled/${other.id}`);
    await choose('Judge', /Practice oracle/);
    await button('Judge').click();
    // Of the other run nine records are as they were; of this one eight have got longer.
    await seen('Judged by Practice oracle');
    await page.getByRole('link', { name: 'Consistency' }).click();
    await choose('Compare with', /Other/);
    await expect.element(row(/^Win rate of this run \d+\.\d ± \d+\.\d%/), { timeout: 20_000 }).toBeVisible();
  });
});

describe('a further round', { timeout: 60_000 }, () => {
  it('makes a dataset of the result, and shows the drift', async () => {
    // The file worker knows the page's own store alone.
    await makeRun();
    const { store } = await show('rounds');
    await button('Compute the drift').click();
    await expect.element(row(/Result of this run \(round 1\).*66\.7%/), { timeout: 20_000 }).toBeVisible();
    await expectAccessible();
    await button('Take the result as a dataset').click();
    await expect.element(page.getByRole('heading', { name: /tasks\.practice\.recycled\.json/, level: 1 }).or(page.getByText('tasks.practice.recycled.json').first()), { timeout: 20_000 }).toBeVisible();
    const source = (await store.sources()).find(({ parent }) => parent?.runId === run.id);
    for (const sourceId of [source?.id, run.sourceId]) await store.removeSource(sourceId ?? '');
    expect(source).toMatchObject({ name: 'tasks.practice.recycled.json', rowCount: ROWS, parent: { round: 1 } });
  });
});
