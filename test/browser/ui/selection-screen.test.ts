import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Run } from '../../../src/core/run.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { measuredRun } from './measured-run.ts';
import { button, expectAccessible, mountPage, type MountedPage } from './mounted-page.ts';

const RECORDS = 60;

let storeName: string;
let run: Run;
let mounted: MountedPage | undefined;

beforeEach(async () => {
  localStorage.clear();
  storeName = `test-${crypto.randomUUID()}`;
  const store = await openStore({ name: storeName });
  run = await measuredRun(store, RECORDS);
  store.close();
});
afterEach(async () => {
  await mounted?.close();
  document.documentElement.removeAttribute('data-theme');
});

async function open(section: string, pieceMs = 1): Promise<void> {
  mounted = await mountPage(new ScriptedOracles({ lanes: 1, pieceMs }), `#/run/${run.id}/report?section=${section}`, storeName);
}

const region = (name: string) => page.getByRole('region', { name, exact: true });
const practiceStudent = () => page.getByRole('option', { name: /^Practice/ }).element() as HTMLOptionElement;
const chosen = () => page.getByRole('status').filter({ hasText: /selected$/ });

async function choosePractice(): Promise<void> {
  const list = page.getByRole('combobox', { name: 'Student', exact: true });
  await expect.element(list).toBeVisible();
  await list.selectOptions(practiceStudent().value);
}

async function measure(): Promise<void> {
  await open('measures');
  await choosePractice();
  await button('Measure').click();
  await expect.element(page.getByText('Measured: Original, After phase 1, Recycled.')).toBeVisible();
}

describe('measuring on the report', () => {
  it('measures all editions of a run with a student, and lists what there is', async () => {
    await open('measures', 20);
    await expect.element(page.getByText('Nothing has been measured yet')).toBeVisible();
    await expect.element(button('Measure')).toBeDisabled();
    await choosePractice();
    await button('Measure').click();
    await expect.element(page.getByText(/records a minute/)).toBeVisible();
    await expect.element(page.getByText('Measured: Original, After phase 1, Recycled.')).toBeVisible();
    const rows = region('What has been measured').getByRole('row');
    await expect.poll(() => rows.elements().map((row) => row.textContent)).toEqual([
      expect.stringContaining('Edition'),
      expect.stringMatching(/^Original ?Practice.*Vicuna template ?60 records/),
      expect.stringMatching(/^After phase 1.*60 records/),
      expect.stringMatching(/^Recycled.*60 records/),
    ]);
    await expectAccessible();
  });

  it('pauses, and goes on with what is left', async () => {
    await open('measures', 60);
    await choosePractice();
    await button('Measure').click();
    await expect.element(page.getByText(/records a minute/)).toBeVisible();
    await button('Pause').click();
    await expect.element(button('Measure')).toBeEnabled();
    await expect.element(page.getByText(/of 60 records/)).toBeVisible();
    await button('Measure').click();
    await expect.element(page.getByText(/^Measured:/)).toBeVisible();
  });

  it('takes scores from a file, says what is wrong with one, and deletes them', async () => {
    await open('measures');
    const choose = (text: string) => page.elementLocator(document.querySelector<HTMLInputElement>('input[type=file]')!).upload(new File([text], 'llama.jsonl'));
    await expect.element(button('Choose a file')).toBeVisible();
    await choose('{"ppl": [9, 8, 7, 6]}\n{"ppl": [9, 8]}\n');
    await expect.element(page.getByText(/^Line 2: The list “ppl”/)).toBeVisible();
    await choose(`${'{"ppl": [9, 8, 7, 6], "loss": [2.2, 2.1, 1.9, 1.8]}\n'.repeat(RECORDS - 1)}{}\n`);
    await page.getByRole('textbox', { name: 'Name of the student' }).fill('Llama 2 7B');
    await page.getByRole('combobox', { name: 'Of which edition' }).selectOptions('Recycled');
    await button('Import').click();
    await expect.element(page.getByText('59 records got scores. The file says nothing of 1 record.')).toBeVisible();
    await expect.element(region('What has been measured').getByText('Llama 2 7B, Vicuna template (from llama.jsonl)')).toBeVisible();
    await page.getByRole('button', { name: /^Delete the values of Recycled/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
    await expect.element(page.getByText('Nothing has been measured yet')).toBeVisible();
  });
});

describe('selection on the report', () => {
  it('shows the way where nothing has been measured', async () => {
    await open('selection');
    await expect.element(page.getByRole('link', { name: 'Measure with a model' })).toHaveAttribute('href', `#/run/${run.id}/report?section=measures`);
  });

  it('counts live what each rule drops, warns of harsh ones, and has a picture of the figures', async () => {
    await measure();
    await page.getByRole('link', { name: 'Selection', exact: true }).click();
    await expect.element(chosen()).toBeVisible();
    const reflected = () => page.getByRole('row', { name: /^Response rewritten in phase 2/ });
    await expect.element(reflected()).toHaveTextContent(/−20/);
    const switches = ['Phase 1 raised the IFD', 'Phase 2 lowered the r-IFD', 'IFD below', 'r-IFD below'];
    for (const name of switches) await page.getByRole('switch', { name, exact: true }).click();
    await expect.element(chosen()).toHaveTextContent('40 of 60 records selected');
    await page.getByRole('switch', { name: 'Only the best of what is left' }).click();
    await expect.element(chosen()).toHaveTextContent('4 of 60 records selected');
    await page.getByRole('switch', { name: 'r-IFD below', exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Threshold of “r-IFD below”' }).fill('0.02');
    await expect.element(page.getByText('A rule drops more than half')).toBeVisible();
    await expect.element(page.getByRole('img', { name: /^Distribution of r-IFD over 60 records/ })).toBeVisible();
    await expectAccessible();
  });

  it('keeps its rules while other screens are shown', async () => {
    await measure();
    await page.getByRole('link', { name: 'Selection', exact: true }).click();
    await page.getByRole('switch', { name: 'IFD below', exact: true }).click();
    await page.getByRole('link', { name: 'Measures', exact: true }).click();
    await page.getByRole('link', { name: 'Selection', exact: true }).click();
    await expect.element(page.getByRole('switch', { name: 'IFD below', exact: true })).not.toBeChecked();
  });
});
