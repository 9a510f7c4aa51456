import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { pairMark } from '../../../src/core/pair.ts';
import type { Run } from '../../../src/core/run.ts';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import { formatRoute, reportRoute, runRoute } from '../../../src/ui/routes.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { button, expectAccessible, heading, type MountedPage, mountPage } from './mounted-page.ts';
import { newRun } from './new-run.ts';

const ROWS = 240;
const OPTIONS = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 100, minNewTokens: 1 };
const ATTEMPT = { raw: '', finishReason: 'stop', promptTokens: 100, newTokens: 50, durationMs: 2000, options: OPTIONS } as const;
const RESPONSE = 'Here is the same long answer that everybody gets, word for word, whatever they ask for.';

let store: OpenStore;
let run: Run;
let mounted: MountedPage;

const pairOf = (ordinal: number) => ({ instruction: `Write a story about the task${ordinal % 2 === 0 ? '' : ' again'}`, input: '', response: RESPONSE });

/** A run that has made everything alike, but for the last record, which waits. */
async function makeRun(): Promise<void> {
  run = await newRun(store, ROWS);
  for (let ordinal = 0; ordinal < ROWS - 1; ordinal += 1) await settleRecord(ordinal);
}

async function settleRecord(ordinal: number): Promise<void> {
  const note = { subject: 'response', criterion: 'Accuracy', text: 'It lacks detail.' } as const;
  const settled = { runId: run.id, ordinal, attempts: [ATTEMPT], critique: [note], pair: pairOf(ordinal), status: 'rewritten' } as const;
  await Promise.all([store.settle({ ...settled, phase: 'instruction' }), store.settle({ ...settled, phase: 'response' })]);
}

/** An embedder has measured both editions, and found that they have drifted apart. */
async function measureCoherence(): Promise<void> {
  const instrument = { kind: 'embedder', name: 'Tiny embedder', spec: run.oracle } as const;
  const original = (n: number) => ({ instruction: `Task ${n}`, input: '', response: `Answer ${n}` });
  for (const [edition, of, cosine] of [[{ kind: 'original', sourceId: run.sourceId }, original, 0.7], [{ kind: 'recycled', runId: run.id }, pairOf, 0.4]] as const) {
    const id = crypto.randomUUID();
    await store.addMeasuring({ id, sourceId: run.sourceId, edition, instrument, rowCount: ROWS, createdAtMs: 0 });
    await store.putMeasures(id, Array.from({ length: ROWS }, (_, n) => ({ ordinal: n, pairMark: pairMark(of(n)), value: { kind: 'coherence', cosine: n === 17 ? -0.1 : cosine, cutTokens: 0 } })));
  }
}

beforeAll(async () => {
  localStorage.clear();
  // The report's worker reads the page's own database.
  store = await openStore();
  await makeRun();
  mounted = await mountPage(new ScriptedOracles({ lanes: 2, pieceMs: 0 }), formatRoute(runRoute(run.id, 'report')));
}, 60_000);
afterAll(async () => {
  await mounted.close();
  await store.removeSource(run.sourceId);
  store.close();
});

const row = (name: RegExp) => page.getByRole('row', { name });
const section = (name: string) => page.getByRole('navigation', { name: 'Sections of the report' }).getByRole('link', { name });

// One visit, told in order: each test starts where the one before it ended.
describe('the report', { timeout: 60_000 }, () => {
  it('compares the original with what the run made of it', async () => {
    await expect.element(heading('Report')).toBeVisible();
    await expect.element(row(/^Recycled 240/), { timeout: 30_000 }).toBeVisible();
    await expect.element(row(/^Original 240 2\.0+ 2\.0+ /)).toBeVisible();
    await expectAccessible();
  });

  it('raises an alarm when diversity falls', async () => {
    await expect.element(page.getByText('Diversity or coherence has fallen')).toBeVisible();
    await expect.element(page.getByText(/More records repeat another: near duplicates rose from 0% to 99\.2%/)).toBeVisible();
  });

  it('keeps the section in the address', async () => {
    await page.getByRole('link', { name: 'Look at diversity' }).click();
    expect(location.hash).toBe(formatRoute(reportRoute(run.id, 'diversity')));
    await expect.element(section('Diversity')).toHaveAttribute('aria-current', 'page');
  });

  it('shows verbs as a picture and as a table', async () => {
    await expect.element(page.getByRole('img', { name: /^After: the \d most frequent verb/ })).toBeVisible();
    await page.getByText('As a table').last().click();
    await expect.element(row(/^write 2 story 2$/)).toBeVisible();
    await page.getByText('Examples').click();
    await expect.element(page.getByText('Write a story about the task again')).toBeVisible();
    await expect.element(page.getByRole('img', { name: /^Accuracy, After phase 1: Good 0, Fair 0, Poor 239/ })).toBeVisible();
    await expectAccessible();
  });

  it('says what to do where coherence has not been measured', async () => {
    await section('Coherence').click();
    await expect.element(page.getByText('Coherence has not been measured')).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Go to Measures' })).toHaveAttribute('href', formatRoute(reportRoute(run.id, 'measures')));
    await expectAccessible();
  });

  it('shows what an embedder has found, with the worst records', async () => {
    await measureCoherence();
    await section('Overview').click();
    await expect.element(page.getByText(/the mean cosine fell from 0\.70 to 0\.40/)).toBeVisible();
    await section('Coherence').click();
    await expect.element(page.getByText('Tiny embedder')).toBeVisible();
    await expect.element(page.getByRole('img', { name: /^Cosines\. Before: mean 0\.70.* After: mean 0\.40/ })).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Record 18', exact: true }).first()).toHaveAttribute('href', formatRoute(runRoute(run.id, 'review', { filter: 'all', ordinal: 17 })));
    await expectAccessible();
  });

  it('adds up what it took, and projects it', async () => {
    await section('Cost').click();
    await expect.element(row(/^Together 239 478 – 47,800 0 23,900 15 min 56 s 25$/)).toBeVisible();
    await expect.element(page.getByText('4 s (4 s to 4 s)')).toBeVisible();
    await expectAccessible();
  });

  it('compares any two editions, and keeps the choice from section to section', async () => {
    await section('Overview').click();
    await page.getByLabelText('After', { exact: true }).selectOptions('After phase 1');
    await expect.element(row(/^After phase 1 240/), { timeout: 30_000 }).toBeVisible();
    await section('Diversity').click();
    await expect.element(page.getByLabelText('After', { exact: true })).toHaveDisplayValue('After phase 1');
  });

  it('can be saved once both editions have been read', async () => {
    await section('Overview').click();
    await expect.element(button('Save as JSON')).toBeEnabled();
    await expect.element(button('Save as Markdown')).toBeEnabled();
  });

  it('notices that the run has gone on', async () => {
    await section('Cost').click();
    await expect.element(page.getByText('The run has gone on')).not.toBeInTheDocument();
    await settleRecord(ROWS - 1);
    await expect.element(page.getByText('The run has gone on'), { timeout: 10_000 }).toBeVisible();
    await button('Read it again').click();
    await expect.element(row(/^Together 240 480 – 48,000/)).toBeVisible();
    await expect.element(page.getByText('The run has gone on')).not.toBeInTheDocument();
  });

  it('says what to do before anything is settled', async () => {
    const other = await newRun(store, 3);
    await mounted.close();
    mounted = await mountPage(new ScriptedOracles({ lanes: 2, pieceMs: 0 }), formatRoute(runRoute(other.id, 'report')));
    await expect.element(page.getByText('Nothing to report yet')).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Go to the run' })).toHaveAttribute('href', formatRoute(runRoute(other.id, 'run')));
    await expectAccessible();
    await store.removeSource(other.sourceId);
  });
});
