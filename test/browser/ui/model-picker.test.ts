import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { WorkerFileDesk } from '../../../src/pipeline/file-desk.ts';
import { WorkerReportDesk } from '../../../src/pipeline/report-desk.ts';
import { PRESETS } from '../../../src/reflection/recipes.ts';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import '../../../src/ui/design/tokens.css';
import '../../../src/ui/design/base.css';
import type { ChoiceRole } from '../../../src/ui/state/model-choice.svelte.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { ScriptedSeal } from '../../ui/scripted-seal.ts';
import { SCRIPTED_COMMIT, ScriptedShelf, type ShelfScript } from '../../ui/scripted-shelf.ts';
import { expectAccessible } from './mounted-page.ts';
import PickerStage from './PickerStage.svelte';

let store: OpenStore;
let app: Record<string, unknown> | undefined;

beforeEach(async () => {
  localStorage.clear();
  document.documentElement.lang = 'en';
  document.title = 'Pickers';
  for (const duration of ['--quick', '--steady']) document.documentElement.style.setProperty(duration, '0ms');
  store = await openStore({ name: `test-${crypto.randomUUID()}` });
});
afterEach(async () => {
  await close();
  store.close();
  document.documentElement.removeAttribute('data-theme');
});

async function close(): Promise<void> {
  if (app) await unmount(app);
  app = undefined;
}

function open(role: ChoiceRole, script: Partial<ShelfScript> = {}, shelf = new ScriptedShelf({ stepMs: 2, ...script })): ScriptedShelf {
  const files = new WorkerFileDesk((url) => new Worker(url, { type: 'module' }), '');
  const reports = new WorkerReportDesk((url) => new Worker(url, { type: 'module' }), '');
  const services = { store, files, reports, method: { presets: PRESETS }, seal: new ScriptedSeal(), oracles: new ScriptedOracles({ lanes: 1, pieceMs: 2 }, shelf) };
  app = mount(PickerStage, { target: document.body, props: { services, role } });
  return shelf;
}

const first = () => page.getByRole('region', { name: 'First' });
const second = () => page.getByRole('region', { name: 'Second' });

describe('the picker of a model', { timeout: 25_000 }, () => {
  it('offers what can run here, says of the rest why, and gives a model that is here at once', async () => {
    open('student');
    const list = first().getByRole('combobox', { name: 'Student' });
    await list.selectOptions('Practice oracle · on the processor');
    await expect.element(first().getByText('Chosen: Practice oracle at 1')).toBeVisible();
    await expect.element(first().getByText(/Its figures mean nothing/)).toBeVisible();
    expect([...(list.element() as HTMLSelectElement).options].map(({ text }) => text)).toEqual(['None chosen', 'Acme Base 0.1B · 72.8 MB · on the processor', 'Practice oracle · on the processor']);
    await first().getByText('Another model').click();
    await first().getByText('1 model that cannot run here, and why').click();
    await expect.element(first().getByText(/It needs far more memory/)).toBeVisible();
    await expectAccessible();
  });

  it('gives no model before its weights are here, and then the commit that came', async () => {
    open('embedder');
    await first().getByRole('combobox', { name: 'Embedding model' }).selectOptions('Acme Sentences · 11.2 MB · on the processor');
    await expect.element(first().getByText(/11\.2 MB to download, .+ of memory · Apache 2\.0/)).toBeVisible();
    await expect.element(first().getByText('Nothing chosen')).toBeVisible();
    await first().getByRole('button', { name: 'Download 11.2 MB' }).click();
    await expect.element(first().getByText(`Chosen: Acme Sentences at ${SCRIPTED_COMMIT}`)).toBeVisible();
    await expect.element(first().getByText(/11\.2 MB on this machine/)).toBeVisible();
  });

  it('lets a download be cancelled and taken up again', async () => {
    open('student', { stuck: ['Acme Base 0.1B'] });
    await first().getByRole('combobox').selectOptions('Acme Base 0.1B · 72.8 MB · on the processor');
    await first().getByRole('button', { name: 'Download 72.8 MB' }).click();
    await expect.element(first().getByText(/^The connection broke/)).toBeVisible();
    await expectAccessible();
    await first().getByRole('button', { name: 'Cancel the download' }).click();
    await first().getByRole('button', { name: 'Download 72.8 MB' }).click();
    await expect.element(first().getByText(/^Chosen: Acme Base/)).toBeVisible();
  });

  it('takes a model that is looked up, and says of one that cannot serve why', async () => {
    open('student');
    await first().getByText('Another model').click();
    await first().getByRole('textbox', { name: 'Id on Hugging Face' }).fill('somebody/model');
    await first().getByRole('button', { name: 'Look it up' }).click();
    await expect.element(first().getByText(/^This model cannot be a student/)).toBeVisible();
    await close();
    open('judge');
    await first().getByText('Another model').click();
    await first().getByRole('textbox', { name: 'Id on Hugging Face' }).fill('somebody/model');
    await first().getByRole('button', { name: 'Look it up' }).click();
    await first().getByRole('button', { name: /^Choose model · / }).click();
    await first().getByRole('button', { name: /^Download / }).click();
    await expect.element(first().getByText(`Chosen: model at ${SCRIPTED_COMMIT}`)).toBeVisible();
    await expectAccessible();
  });

  it('is the same wherever the role is asked for, and at the next visit', async () => {
    const shelf = open('judge');
    await first().getByRole('combobox', { name: 'Judge' }).selectOptions('Practice oracle · on the processor');
    await expect.element(second().getByText('Also: Practice oracle')).toBeVisible();
    await close();
    open('judge', {}, shelf);
    await expect.element(second().getByText('Also: Practice oracle')).toBeVisible();
    await second().getByRole('combobox', { name: 'The same for another purpose' }).selectOptions('None chosen');
    await expect.element(first().getByText('Nothing chosen')).toBeVisible();
  });
});
