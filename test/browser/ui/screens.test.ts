import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { button, drop, expectAccessible, heading, mountPage, type MountedPage } from './mounted-page.ts';

const DATASET = JSON.stringify([
  { instruction: 'Explain rain.', input: '', output: 'Water falls.' },
  { instruction: 'اشرح المطر.', input: '', output: 'ماء يسقط.' },
  { instruction: 'Draw it. (practice: refuse)', input: 'a cloud', output: 'No.' },
  { instruction: 7, output: 'cut' },
]);

let mounted: MountedPage;

beforeAll(async () => {
  localStorage.clear();
  mounted = await mountPage(new ScriptedOracles({ lanes: 2, pieceMs: 2 }), '');
});
afterAll(async () => {
  for (const { id } of await mounted.store.sources()) await mounted.store.removeSource(id);
  await mounted.close();
});

// One visit, told in order: each test starts where the one before it ended.
describe('the page', { timeout: 20_000 }, () => {
  it('opens at the start', async () => {
    await expect.element(button('Try the sample dataset')).toBeVisible();
    await expectAccessible();
  });

  it('says what is wrong with a file that it cannot use', async () => {
    drop(new File(['name;age'], 'people.csv'));
    await expect.element(heading('The dataset could not be read')).toHaveFocus();
    await expect.element(page.getByRole('alert')).toHaveTextContent('neither a JSON array nor JSON Lines');
    await expectAccessible();
    await button('Back to the start page').click();
  });

  it('shows a dropped dataset with what was left aside', async () => {
    drop(new File([DATASET], 'rain.json'));
    await expect.element(heading('Dataset')).toHaveFocus();
    await page.getByText('1 piece of the file left aside').click();
    await expect.element(page.getByText('Its instruction, input or output is not text.')).toBeVisible();
    expect(page.getByRole('row').elements()).toHaveLength(4);
    await expectAccessible();
  });

  it('offers oracles and keeps the choice', async () => {
    await page.getByRole('link', { name: 'Choose an oracle' }).click();
    await expect.element(button('Continue to the recipe')).toBeDisabled();
    await page.getByRole('radio', { name: /^Practice oracle/ }).click();
    await expectAccessible();
    await button('Continue to the recipe').click();
  });

  it('tells what will happen before it starts', async () => {
    await expect.element(page.getByText('3 records, 2 phases each')).toBeVisible();
    await expectAccessible();
    await button('Start the run').click();
  });

  it('lets the person watch, then says that it is done', async () => {
    await expect.element(page.getByRole('region', { name: 'Critique' })).toBeVisible();
    await expect.element(page.getByText('Every record is done')).toBeVisible();
    await expect.element(page.getByText('2 of 3 records were rewritten.')).toBeVisible();
    await expectAccessible();
  });

  it('compares each result with its original, also by keyboard', async () => {
    await page.getByRole('link', { name: 'Review the results' }).click();
    const first = page.getByRole('button', { name: /^Record 1/ });
    await first.click();
    await expect.element(page.getByRole('group', { name: 'Original: Instruction' })).toHaveTextContent('Explain rain.');
    first.element().dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
    await expect.element(page.getByRole('button', { name: /^Record 2/ })).toHaveFocus();
    await expect.element(page.getByRole('group', { name: 'Result: Response' })).toHaveTextContent('ماء يسقط.');
    await expectAccessible();
    await page.getByLabelText('Show').selectOptions('refused');
    expect(location.hash).toContain('show=refused');
    await expect.element(page.getByRole('button', { name: /^Record 3/ })).toBeVisible();
  });

  it('exports', async () => {
    await page.getByRole('link', { name: 'Export', exact: true }).click();
    await expect.element(page.getByRole('radio', { name: 'JSON', exact: true })).toBeChecked();
    await expectAccessible();
  });

  it('lists the run at the start and deletes it only when asked twice', async () => {
    await page.getByRole('link', { name: 'Tain, start page' }).click();
    await button('Delete the run of rain.json').click();
    await expect.element(page.getByRole('alertdialog')).toHaveTextContent('its results for 3 records');
    await expectAccessible();
    await button('Delete').click();
    await expect.element(page.getByText('No runs yet')).toBeVisible();
    expect(await mounted.store.runs()).toEqual([]);
  });
});
