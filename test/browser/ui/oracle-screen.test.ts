import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { importSource } from '../../../src/pipeline/import-source.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { keepLaneReport } from '../../../src/ui/state/lane-reports.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { SCRIPTED_COMMIT, ScriptedShelf, type ShelfScript } from '../../ui/scripted-shelf.ts';
import { button, drop, expectAccessible, mountPage, type MountedPage } from './mounted-page.ts';
import { newRun } from './new-run.ts';

const LARGE = /^Acme Large 7B/;
let storeName: string;
let mounted: MountedPage | undefined;

beforeEach(() => {
  localStorage.clear();
  storeName = `test-${crypto.randomUUID()}`;
});
afterEach(async () => {
  await mounted?.close();
  document.documentElement.removeAttribute('data-theme');
});

const radio = (name: RegExp) => page.getByRole('radio', { name });
const offer = (title: string) => page.elementLocator(document.body).getByText(title, { exact: true });

/** The oracle step of a fresh dataset. */
async function openStep(oracles: ScriptedOracles = scripted()): Promise<void> {
  const store = await openStore({ name: storeName });
  const { id } = await importSource(new File(['[{"instruction":"a","output":"b"}]'], 'one.json'), store, () => undefined, new AbortController().signal);
  store.close();
  mounted = await mountPage(oracles, `#/source/${id}/oracle`, storeName);
  await expect.element(page.getByRole('heading', { name: 'Recommended here' })).toBeVisible();
}

/** The same address after the tab was closed and opened again, with what the shelf has. */
async function reopen(oracles: ScriptedOracles): Promise<void> {
  const { hash } = location;
  await mounted?.close();
  mounted = await mountPage(oracles, hash, storeName);
}

function scripted(script: Partial<ShelfScript> = {}): ScriptedOracles {
  return new ScriptedOracles({ lanes: 2, pieceMs: 2 }, new ScriptedShelf({ stepMs: 2, ...script }));
}

describe('the oracle screen', { timeout: 25_000 }, () => {
  it('puts the recommended oracle first with its reason, and says of those that cannot run why', async () => {
    await openStep();
    await expect.element(page.getByRole('radiogroup', { name: 'Choose an oracle' }).getByRole('radio').first()).toHaveAccessibleName(/Acme Large 7B/);
    await expect.element(page.getByText(/^The largest model that fits comfortably/)).toBeVisible();
    await expect.element(page.getByText(/its name must begin with “Llama”/)).toBeVisible();
    await page.getByText('2 models, and why').click();
    await expect.element(page.getByText(/It needs half precision/)).toBeVisible();
    await expect.element(page.getByText(/It needs far more memory/)).toBeVisible();
    await page.getByText('Transformers.js', { exact: true }).first().click();
    await expect.element(radio(/^Acme Llama 1B/)).not.toBeInTheDocument();
    await expectAccessible();
  });

  it('downloads, may be cancelled, and goes on with the commit that came', async () => {
    await openStep(scripted({ stuck: ['Acme Large 7B'] }));
    await radio(LARGE).click();
    await page.getByRole('button', { name: 'Download 4.3 GB' }).click();
    await expect.element(page.getByRole('progressbar', { name: 'Downloading Acme Large 7B' })).toHaveAccessibleName();
    await expect.element(page.getByText(/^Downloading · .+ of 4\.3 GB · 24 MB\/s · \d+ s left$/)).toBeVisible();
    await expect.element(page.getByText(/^The connection broke at onnx\/model_q4f16\.onnx/)).toBeVisible();
    await expectAccessible();
    await button('Cancel the download').click();
    await expect.element(button('Continue to the recipe')).toBeDisabled();
    await page.getByRole('button', { name: 'Download 4.3 GB' }).click();
    await expect.element(offer('On this machine')).toBeVisible();
    await expect.element(button('Continue to the recipe')).toBeEnabled();
  });

  it('keeps the choice, the context and the lanes over a reload, though the revision has become a commit', async () => {
    const oracles = scripted();
    await openStep(oracles);
    await radio(LARGE).click();
    await page.getByLabelText('Context', { exact: true }).selectOptions('16384');
    await page.getByRole('button', { name: 'Download 4.3 GB' }).click();
    await expect.element(button('Continue to the recipe')).toBeEnabled();
    await reopen(oracles);
    await expect.element(radio(LARGE)).toBeChecked();
    await expect.element(page.getByLabelText('Context', { exact: true })).toHaveValue('16384');
    await radio(/^Practice oracle/).click();
    await page.getByLabelText('Lanes', { exact: true }).selectOptions('6');
    await radio(LARGE).click();
    await button('Continue to the recipe').click();
    await button('Start the run').click();
    await expect.poll(async () => (await mounted?.store.runs())?.[0]?.oracle).toMatchObject({ modelId: 'acme/Large-7B', revision: SCRIPTED_COMMIT, contextTokens: 16_384, lanes: 1 });
  });

  it('shows what was found out about lanes when the oracle was last started', async () => {
    const spec = { engine: 'transformers', modelId: 'scripted/practice', revision: '1', device: 'wasm', dtype: 'fp32', contextTokens: 4096, lanes: 'auto', practice: true } as const;
    const laneRates = [1, 2, 4, 8, 16].map((lanes) => ({ lanes, newTokensPerSecond: 40 * Math.min(8, lanes) ** 0.9 }));
    keepLaneReport(spec, { lanes: 8, contextTokens: 4096, findings: { laneReason: 'measured', laneAgreement: 'exact', laneRates, laneBytes: 1e7 } });
    await openStep();
    await radio(/^Practice oracle/).click();
    await expect.element(page.getByRole('option', { name: 'Automatic (8 now)' })).toBeInTheDocument();
    await expect.element(page.getByText('8 lanes: 6.5 times the tokens of one. More bring next to nothing here.')).toBeVisible();
    await expect.element(page.getByRole('row', { name: '8 at work' })).toBeVisible();
    await expectAccessible();
    await page.getByLabelText('Lanes', { exact: true }).selectOptions('6');
    await expect.element(page.getByText(/^8 lanes/)).not.toBeInTheDocument();
    await reopen(scripted());
    await expect.element(page.getByLabelText('Lanes', { exact: true })).toHaveValue('6');
  });

  it('warns of a context that outgrows the memory, and takes the person’s word for it', async () => {
    await openStep();
    await radio(LARGE).click();
    await page.getByLabelText('Context', { exact: true }).selectOptions('32768');
    await expect.element(page.getByText(/^This takes more than the 5.6 GB/)).toBeVisible();
    await page.getByLabelText('GPU memory for a model').selectOptions('12 GB');
    await expect.element(page.getByText(/^This takes more than/)).not.toBeInTheDocument();
    await page.getByLabelText('GPU memory for a model').selectOptions('1 GB');
    await expect.element(page.getByText(/^This takes more than the 1 GB/)).toBeVisible();
    await expectAccessible();
  });

  it('says what went wrong with a download', async () => {
    await openStep(scripted({ failing: { 'Acme Large 7B': 'offline' } }));
    await radio(LARGE).click();
    await page.getByRole('button', { name: 'Download 4.3 GB' }).click();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await expect.element(button('Continue to the recipe')).toBeDisabled();
    await expectAccessible();
  });

  it('looks another model up by its id, and says when there is none', async () => {
    await openStep();
    const field = page.getByLabelText('Id on Hugging Face');
    await field.fill('nonsense');
    await button('Look it up').click();
    await expect.element(page.getByText(/^An id looks like/)).toBeVisible();
    await field.fill('somebody/else');
    await button('Look it up').click();
    await expect.element(page.getByRole('alert')).toBeVisible();
    await field.fill('https://huggingface.co/somebody/model/tree/main');
    await button('Look it up').click();
    await radio(/^model WebLLM/).click();
    await expect.element(page.getByText('Not in the catalogue', { exact: true })).toBeVisible();
    await expectAccessible();
    await page.getByRole('button', { name: 'Download 1.1 GB' }).click();
    await expect.element(button('Continue to the recipe')).toBeEnabled();
  });

  it('takes a packed model that is dropped anywhere for a model, and a dataset for a dataset', async () => {
    await openStep();
    drop(new File(['zip'], 'Own.tain-model.zip'));
    await expect.element(page.getByText('Own.tain-model.zip is on this machine now.')).toBeVisible();
    expect(location.hash).toBe('#/models');
    drop(new File(['[{"instruction":"c","output":"d"}]'], 'two.json'));
    await expect.poll(() => location.hash).not.toBe('#/models');
  });

  it('offers to fetch the very revision that a run began with', async () => {
    const store = await openStore({ name: storeName });
    const { id, ...rest } = await newRun(store, 2);
    const oracle = { ...rest.oracle, engine: 'webllm', modelId: 'acme/Small-0.5B', device: 'webgpu', dtype: 'q4f16_1', revision: 'f'.repeat(40), lanes: 1, practice: false } as const;
    await store.removeRun(id);
    await store.addRun({ ...rest, id, oracle });
    store.close();
    const oracles = new ScriptedOracles({ lanes: 2, pieceMs: 2 });
    mounted = await mountPage(oracles, `#/run/${id}/oracle`, storeName);
    await expect.element(page.getByText(/revision ffffffff/)).toBeVisible();
    await expectAccessible();
    await button('Download these weights').click();
    await expect.element(offer('On this machine')).toBeVisible();
    expect((await oracles.shelf.models()).map(({ card }) => card.spec.revision)).toContain('f'.repeat(40));
  });
});
