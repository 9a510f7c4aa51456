import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { ScriptedShelf, type ShelfScript } from '../../ui/scripted-shelf.ts';
import { button, expectAccessible, heading, mountPage, type MountedPage } from './mounted-page.ts';

let mounted: MountedPage | undefined;
let shelf: ScriptedShelf;

beforeEach(() => localStorage.clear());
afterEach(async () => {
  await mounted?.close();
  document.documentElement.removeAttribute('data-theme');
});

/** The models screen with one model, or with none. */
async function openScreen(script: Partial<ShelfScript> = {}, empty = false): Promise<void> {
  shelf = new ScriptedShelf({ stepMs: 2, ...script });
  const oracles = new ScriptedOracles({ lanes: 2, pieceMs: 2 }, shelf);
  const [card] = await oracles.offers();
  if (card && !empty) await shelf.fetch(card, () => undefined, new AbortController().signal);
  mounted = await mountPage(oracles, '#/models', `test-${crypto.randomUUID()}`);
  await expect.element(heading('Models on this machine')).toBeVisible();
}

describe('the models screen', { timeout: 25_000 }, () => {
  it('says what is here, how large it is and what it leaves', async () => {
    await openScreen();
    await expect.element(page.getByRole('list', { name: 'Models' })).toHaveTextContent('4.3 GB in 7 files');
    await expect.element(page.getByText('Complete', { exact: true })).toBeVisible();
    await expect.element(page.getByText('212 GB')).toBeVisible();
    await button('Ask it to keep everything').click();
    await expect.element(page.getByText('The browser has promised to keep what is stored.')).toBeVisible();
    await expectAccessible();
  });

  it('has something to say when nothing is here', async () => {
    await openScreen({}, true);
    await expect.element(page.getByText('No models here yet')).toBeVisible();
    await expectAccessible();
  });

  it('checks a model, names what is damaged and repairs it', async () => {
    await openScreen({ damaged: ['Acme Large 7B'] });
    await button('Check Acme Large 7B').click();
    await expect.element(page.getByText(/^1 file of Acme Large 7B was damaged or missing/)).toBeVisible();
    await expect.element(page.getByText('1 file missing or damaged')).toBeVisible();
    await page.getByText('What is missing').click();
    await expectAccessible();
    await button('Repair Acme Large 7B: download what is missing').click();
    await expect.element(page.getByText('Acme Large 7B is complete.')).toBeVisible();
  });

  it('packs a model into a file to be saved', async () => {
    await openScreen();
    await button('Pack for another machine: Acme Large 7B').click();
    const link = page.getByRole('link', { name: 'Save Acme Large 7B.tain-model.zip' });
    await expect.element(link).toHaveAttribute('download', 'Acme Large 7B.tain-model.zip');
    expect(await (await fetch(link.element().getAttribute('href') ?? '')).text()).toBe('packed');
    await expectAccessible();
  });

  it('deletes a model only when asked twice', async () => {
    await openScreen();
    await button('Delete Acme Large 7B').click();
    await expect.element(page.getByRole('alertdialog')).toHaveTextContent('frees up to 4.3 GB');
    await expectAccessible();
    await button('Keep it').click();
    expect(await shelf.models()).toHaveLength(1);
    await button('Delete Acme Large 7B').click();
    await button('Delete').click();
    await expect.element(page.getByText('The model is deleted.')).toBeVisible();
    await expect.element(heading('Models on this machine')).toHaveFocus();
    expect(await shelf.models()).toEqual([]);
  });

  it('takes a model from the disk, and says what is wrong with one that it cannot take', async () => {
    await openScreen({}, true);
    const [folder] = document.querySelectorAll<HTMLInputElement>('input[type=file][webkitdirectory]');
    if (!folder) throw new Error('there is no field for folders');
    choose(folder, ['Own-1B/config.json', 'Own-1B/onnx/model_q4f16.onnx']);
    await expect.element(page.getByText('Own-1B is on this machine now.')).toBeVisible();
    await expect.element(page.getByText(/From your disk Nov 23, 2026/)).toBeVisible();
    choose(document.querySelector<HTMLInputElement>('input[type=file][webkitdirectory]') ?? folder, ['Photos/cat.jpg']);
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expectAccessible();
  });
});

/** Chooses a folder with such files. No script can make a folder, so the files only say where they lie. */
function choose(input: HTMLInputElement, paths: readonly string[]): void {
  const files = paths.map((path) => Object.defineProperty(new File(['x'], path.split('/').at(-1) ?? path), 'webkitRelativePath', { value: path }));
  Object.defineProperty(input, 'files', { configurable: true, value: files });
  input.dispatchEvent(new Event('change', { bubbles: true }));
}
