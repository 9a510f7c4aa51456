import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Run } from '../../../src/core/run.ts';
import { rowStatus } from '../../../src/core/status.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { examinedRun } from './examined-run.ts';
import { button, expectAccessible, type MountedPage, mountPage } from './mounted-page.ts';

let name: string;
let run: Run;
let shown: MountedPage;

beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  const store = await openStore({ name });
  run = await examinedRun(store);
  store.close();
});
afterEach(() => shown.close());

async function show(address: string): Promise<void> {
  shown = await mountPage(new ScriptedOracles({ lanes: 2, pieceMs: 0 }), `#/run/${run.id}/${address}`, name);
}

const seen = (text: string | RegExp) => expect.element(page.getByText(text).first(), { timeout: 20_000 }).toBeVisible();
const record = (number: number) => page.getByRole('heading', { name: `Record ${number}`, exact: true });
const statusesOf = async (...ordinals: number[]) => {
  const bytes = await shown.store.statuses(run.id);
  return ordinals.map((ordinal) => rowStatus(bytes[ordinal] ?? 0, run.recipe.phases));
};

describe('the review', { timeout: 60_000 }, () => {
  it('shows all that examined a rewrite, beside the rewrite itself', async () => {
    await show('review?record=2');
    await seen('Use this rewrite?');
    await expect.element(page.getByRole('row', { name: 'First pass 8 6' })).toBeVisible();
    await expect.element(page.getByRole('row', { name: 'Second pass, texts exchanged 5 7' })).toBeVisible();
    await expect.element(page.getByRole('row', { name: 'Rewrite 65 14.9 12.2 0.819' })).toBeVisible();
    await seen('Base-0.1B, template vicuna.');
    await page.getByText('Instruction reflection, attempt 1').click();
    const settings = [...document.querySelectorAll('details[open] dl > div')].map(({ textContent }) => textContent.trim().replace(/\s+/g, ' '));
    expect(settings).toEqual(expect.arrayContaining(['Temperature 0.7', 'Top p 0.9', 'Seed 42', 'New tokens at most 512', 'Prompt 310 tokens, 120 still held', 'Form Markers in the text', 'Time 2.3 s']));
    await expectAccessible();
  });

  it('shows a rewrite that was turned down beside what it came from, and what turned it down', async () => {
    await show('review?record=5');
    await seen('What rules found');
    await seen('45, 12.5');
    await seen('keeps the original');
    await expect.element(page.getByRole('group', { name: 'Rewrite: Instruction' })).toHaveTextContent('Task 4, told in full (proposal)');
    await expect.element(page.getByRole('group', { name: 'Before: Instruction' })).toHaveTextContent('Task 4');
    await expectAccessible();
  });

  it('lets the person decide, goes on to the next record that waits, and takes back', async () => {
    await show('review?show=undecided');
    await page.getByRole('button', { name: /^Record 2/ }).click();
    await button('Use the rewrite').click();
    await expect.element(record(3)).toBeVisible();
    await seen('Record 2: the rewrite counts.');
    expect(await statusesOf(1, 2)).toEqual(['rewritten', 'undecided']);
    await button('Keep the original').click();
    await seen('Record 3: the original stays.');
    expect(await statusesOf(1, 2)).toEqual(['rewritten', 'kept']);
    await button('Take it back').first().click();
    await expect.element(record(3)).toBeVisible();
    await seen('Use this rewrite?');
    expect(await statusesOf(1, 2)).toEqual(['rewritten', 'undecided']);
    await expectAccessible();
  });

  it('is led by keys alone', async () => {
    await show('review?show=undecided');
    await page.getByRole('button', { name: /^Record 2/ }).click();
    await expect.element(record(2)).toBeVisible();
    await userEvent.keyboard('r');
    await expect.element(record(3)).toBeVisible();
    await userEvent.keyboard('o');
    await seen('Nothing is left to decide');
    expect(await statusesOf(1, 2)).toEqual(['rewritten', 'kept']);
  });

  it('has its keys at hand for who was led to a record that waits, and after a click on a text', async () => {
    await show('review?show=undecided&record=2');
    await seen('Use this rewrite?');
    await expect.element(page.getByRole('button', { name: /^Record 2/ })).toHaveFocus();
    await page.getByRole('heading', { name: 'Instruction reflection' }).click();
    await userEvent.keyboard('r');
    await expect.element(record(3)).toBeVisible();
    expect(await statusesOf(1, 2)).toEqual(['rewritten', 'undecided']);
  });

  it('lets the person turn down a rewrite that counts, and choose it again', async () => {
    await show('review?record=1');
    await button('Keep the original instead').click();
    await seen('You chose the original.');
    expect(await statusesOf(0)).toEqual(['kept']);
    await button('Use the rewrite instead').click();
    await seen('You chose the rewrite.');
    await page.getByRole('region', { name: 'Record 1 in detail' }).getByRole('button', { name: 'Take it back' }).click();
    await expect.poll(async () => (await shown.store.decisions(run.id, 0, 12)).size).toBe(0);
    await expect.element(page.getByText('The rewrite counts.', { exact: true })).toBeVisible();
    // The focus stays with the buttons.
    await expect.element(button('Keep the original instead')).toHaveFocus();
  });

  it('offers the ways to end that there are, and says which records rules found something in', async () => {
    await show('review');
    await page.getByRole('combobox').selectOptions('Kept in a phase: turned down by a rule (1)');
    await expect.element(page.getByRole('button', { name: /^Record 5 2 findings/ })).toBeVisible();
    const options = [...document.querySelectorAll('option')].map(({ value }) => value);
    expect(options).toEqual(['all', 'rewritten', 'undecided', 'kept', 'failed', 'pending', 'no-marker', 'unchanged', 'refused', 'rule', 'gate', 'student', 'left-out']);
    await page.getByRole('combobox').selectOptions('Not in the run (1)');
    await page.getByRole('button', { name: /^Record 12/ }).click();
    await seen('The run leaves this record out.');
  });
});

describe('other screens of a run that was examined', { timeout: 60_000 }, () => {
  it('say what rules, gate and student made of the rewrites, also those of an earlier visit', async () => {
    await show('run');
    await seen('What became of the rewrites');
    const textOf = (line: Element, part: string) => line.querySelector(part)?.textContent.trim() ?? '';
    const counts = () => Object.fromEntries([...document.querySelectorAll('li:has(.track)')].map((line) => [textOf(line, '.label'), textOf(line, '.count')]));
    // What an earlier visit settled is read page by page.
    await expect.poll(counts).toMatchObject({
      'Length': '2',
      'Numbers changed keeps the original': '1',
      'Rewrite better': '5',
      'Rewrite not better': '1',
      'Neither better': '2',
      'Review not readable': '1',
      'Rewrite worse': '1',
    });
    await seen('1 record of the dataset is not part of this run.');
    await expectAccessible();
  });

  it('say how many records wait for a decision before they are exported', async () => {
    await show('export');
    await seen('2 records wait for your decision');
    await seen('1 record that the run leaves out is in the file as it was.');
    await expectAccessible();
    await page.getByRole('link', { name: 'Decide now' }).click();
    await expect.element(page.getByRole('button', { name: /^Record 2/ })).toBeVisible();
  });
});
