import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Run } from '../../../src/core/run.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { measuredRun } from './measured-run.ts';
import { button, expectAccessible, mountPage, type MountedPage } from './mounted-page.ts';

let storeName: string;
let former: Run;
let mounted: MountedPage | undefined;

beforeEach(async () => {
  localStorage.clear();
  storeName = `test-${crypto.randomUUID()}`;
  const store = await openStore({ name: storeName });
  former = await measuredRun(store, 60);
  store.close();
  mounted = await mountPage(new ScriptedOracles({ lanes: 1, pieceMs: 1 }), `#/source/${former.sourceId}/oracle`, storeName);
  await page.getByRole('radio', { name: /^Practice oracle/ }).click();
  await button('Continue to the recipe').click();
});
afterEach(async () => {
  await mounted?.close();
  document.documentElement.removeAttribute('data-theme');
});

const panel = () => page.getByRole('region', { name: 'Which records', exact: true });

/** The rows of the run that is started now. */
async function started(): Promise<readonly number[] | undefined> {
  await button('Start the run').click();
  await expect.poll(() => location.hash).toMatch(/^#\/run\//);
  const runs = (await mounted?.store.runs()) ?? [];
  return runs.find(({ id }) => id !== former.id)?.rows;
}

describe('the choice of records', () => {
  it('starts with all, and takes the first or a random few', async () => {
    await expect.element(panel().getByText('All 60 records.')).toBeVisible();
    await panel().getByText('The first', { exact: true }).click();
    await panel().getByRole('spinbutton', { name: 'Records' }).fill('3');
    await expect.element(panel().getByText('3 of 60 records.')).toBeVisible();
    await expectAccessible();
    expect(await started()).toEqual([0, 1, 2]);
  });

  it('takes those with most to gain once a student has scored the records', async () => {
    await panel().getByText('Those with most to gain', { exact: true }).click();
    await expect.element(panel().getByText('No student has scored these records yet.')).toBeVisible();
    const students = panel().getByRole('combobox', { name: 'Student', exact: true });
    await expect.element(students).toBeVisible();
    await students.selectOptions((students.getByRole('option', { name: /^Practice/ }).element() as HTMLOptionElement).value);
    await panel().getByRole('button', { name: 'Score the records' }).click();
    await expect.element(panel().getByText('All 60 records have a score.')).toBeVisible();
    await panel().getByRole('spinbutton', { name: 'Number of records' }).fill('7');
    await expect.element(panel().getByText('7 records within the budget')).toBeVisible();
    await expectAccessible();
    const rows = await started();
    expect(rows).toHaveLength(7);
    expect(rows).toEqual(rows?.toSorted((a, b) => a - b));
  });

  it('does not guess how many records hours pay for before it knows how long one takes', async () => {
    await panel().getByText('Those with most to gain', { exact: true }).click();
    const students = panel().getByRole('combobox', { name: 'Student', exact: true });
    await expect.element(students).toBeVisible();
    await students.selectOptions((students.getByRole('option', { name: /^Practice/ }).element() as HTMLOptionElement).value);
    await panel().getByRole('button', { name: 'Score the records' }).click();
    await panel().getByText('Hours', { exact: true }).click();
    await expect.element(panel().getByText(/not known yet: try a few records first/)).toBeVisible();
    await expect.element(panel().getByText('0 of 60 records.')).toBeVisible();
  });
});
