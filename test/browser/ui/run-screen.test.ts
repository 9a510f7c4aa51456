import { allRules } from '../../../src/core/rules.ts';
import axe from 'axe-core';
import { mount, unmount } from 'svelte';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { leastLanes, type OracleSpec, type Run } from '../../../src/core/run.ts';
import { WorkerFileDesk } from '../../../src/pipeline/file-desk.ts';
import { WorkerReportDesk } from '../../../src/pipeline/report-desk.ts';
import reportUrl from '../../../src/pipeline/report.worker.ts?worker&url';
import fileUrl from '../../../src/pipeline/file.worker.ts?worker&url';
import { PRESETS } from '../../../src/reflection/recipes.ts';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import { StoreError } from '../../../src/store/store.ts';
import App from '../../../src/ui/App.svelte';
import '../../../src/ui/design/tokens.css';
import '../../../src/ui/design/base.css';
import { type Script, ScriptedOracle } from '../../ui/scripted-oracle.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { ScriptedSeal } from '../../ui/scripted-seal.ts';
import { newRun } from './new-run.ts';

const QUICK: Script = { lanes: 2, pieceMs: 0 };
const METHOD = { presets: PRESETS };

let store: OpenStore;
let files: WorkerFileDesk;
let reports: WorkerReportDesk;
let run: Run;
let app: Record<string, never> | undefined;

beforeEach(async () => {
  await page.viewport(1280, 900);
  document.documentElement.lang = 'en';
  for (const duration of ['--quick', '--steady']) document.documentElement.style.setProperty(duration, '0ms');
  store = await openStore({ name: `test-${crypto.randomUUID()}` });
  files = new WorkerFileDesk((url) => new Worker(url, { type: 'module' }), fileUrl);
  reports = new WorkerReportDesk((url) => new Worker(url, { type: 'module' }), reportUrl);
  run = await newRun(store, 12);
});
afterEach(async () => {
  if (app) await unmount(app);
  app = undefined;
  files.close();
  reports.close();
  store.close();
});

/** Shows the run's screen. Each oracle that is opened follows the next script; the last one serves for all others. */
function show(...scripts: readonly Script[]): void {
  const oracles = new ScriptedOracles(QUICK);
  const waiting = [...scripts];
  oracles.open = () => new ScriptedOracle((waiting.length > 1 ? waiting.shift() : waiting[0]) ?? QUICK);
  location.hash = `#/run/${run.id}/run`;
  app = mount(App, { target: document.body, props: { opening: Promise.resolve({ store, files, reports, oracles, method: METHOD, seal: new ScriptedSeal() }) } });
}

const button = (name: string) => page.getByRole('button', { name, exact: true });
const seen = (text: string | RegExp) => expect.element(page.getByText(text).first(), { timeout: 20_000 }).toBeVisible();

/** Free of what axe finds, in the dark and in the light. */
async function expectAccessible(): Promise<void> {
  for (const theme of ['dark', 'light']) {
    document.documentElement.dataset['theme'] = theme;
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
}

describe('the run screen', { timeout: 60_000 }, () => {
  it.each([
    ['load', 'Reading the weights'],
    ['warm-up', 'for the first time, on the processor'],
    ['try-out', 'Trying the model out'],
  ] as const)('says what a long wait in %s is for and how long it has been, and lets the person pause', async (hangsAt, words) => {
    show({ ...QUICK, hangsAt });
    await button('Start').click();
    await seen(words);
    await seen(/\d s so far/);
    await expectAccessible();
    await button('Pause').click();
    await seen('Ready to start');
  });

  it('says that the oracle was lost while a fresh one starts', async () => {
    show({ ...QUICK, diesAfter: 12 }, { ...QUICK, hangsAt: 'warm-up' });
    await button('Start').click();
    await seen('The oracle was lost');
    await seen('Warming up');
    await expectAccessible();
  });

  it('tells afterwards what happened, and how fast the oracle is', async () => {
    show({ ...QUICK, diesAfter: 12 }, { ...QUICK, pieceMs: 2 });
    await button('Start').click();
    await seen('It was started afresh, and the run went on.');
    await seen('reads 1,240 tokens a second and writes 38.5.');
    await expectAccessible();
    await seen('Every record is done');
  });

  it('says how many lanes there are, why, and how full they were kept', async () => {
    const laneRates = [1, 2, 4].map((lanes) => ({ lanes, newTokensPerSecond: 38.5 * lanes ** 0.9 }));
    show({ ...QUICK, pieceMs: 6, laneFindings: { laneReason: 'memory', laneAgreement: 'exact', laneRates, laneBytes: 4e8, tooMany: { lanes: 4, lackingBytes: 2.3e8 } } });
    await button('Start').click();
    await seen('reads 1,240 tokens a second and writes 38.5 in one lane, 71.8 in 2 together.');
    await page.getByText('How many lanes, and why').click();
    await seen('2 lanes: 1.9 times the tokens of one. 4 would need 230 MB more.');
    await expect.element(page.getByRole('row', { name: '2 at work 71.8 × 1.9 800 MB' })).toBeVisible();
    await seen(/^Lanes filled \d[\d.]*% of the time\./);
    await expectAccessible();
    await seen('Every record is done');
    // What it did is still there to be read.
    await seen(/^Lanes filled/);
  });

  it('offers less when memory runs out, and goes on with what is chosen', async () => {
    show({ ...QUICK, refuses: ({ lanes, contextTokens }: OracleSpec) => (leastLanes(lanes) * contextTokens > 2048 ? 'out-of-memory' : undefined) });
    await button('Start').click();
    await seen('does not fit into the memory');
    await expect.element(page.getByRole('link', { name: 'Choose a smaller oracle' })).toBeVisible();
    await expectAccessible();
    await button('Continue with 1 lane').click();
    await button('Continue with a context of 2,048 tokens').click();
    await seen('Every record is done');
    await seen('held to 1 lane and a context of 2,048 tokens');
  });

  it('offers half the lanes that the oracle chose by itself when memory runs out among them', async () => {
    await store.removeRun(run.id);
    run = { ...run, oracle: { ...run.oracle, lanes: 'auto' } };
    await store.addRun(run);
    show({ ...QUICK, lanes: 8, diesAfter: 3, diesOf: 'out-of-memory' }, QUICK);
    await button('Start').click();
    await button('Continue with 4 lanes').click();
    await seen('Every record is done');
    await seen('held to 4 lanes');
  });

  it('shows who examines a rewrite, and counts what comes of it', async () => {
    await store.removeRun(run.id);
    const ask = { onLoss: 'ask', onTie: 'ask', onUnreadable: 'ask' } as const;
    run = { ...run, rows: [0, 2, 4], recipe: { ...run.recipe, rules: allRules('flag'), gate: ask } };
    await store.addRun(run);
    show({ ...QUICK, pieceMs: 20 });
    await button('Start').click();
    await seen('Compared with what was there before');
    await seen('Every record is done');
    await seen('Against what was there before');
    await seen('9 records of the dataset are not part of this run.');
    const { length } = (await store.outcomes(run.id, 0, 12)).filter((outcome) => outcome.status !== 'failed' && outcome.review);
    const counts = () => [...document.querySelectorAll('li:has(.track)')].filter(({ textContent }) => /^\s*(Rewrite (better|worse)|Neither better|Review not readable)/.test(textContent));
    expect(counts().reduce((sum, line) => sum + Number(line.querySelector('.count')?.textContent), 0)).toBe(length);
    expect(length).toBeGreaterThan(0);
    await expectAccessible();
  });

  it('says what to do when the browser has no GPU left, and when the storage is full', async () => {
    show({ ...QUICK, refuses: () => 'gpu-gone' }, QUICK);
    await button('Start').click();
    await seen('Close the browser completely');
    const settle = store.settle.bind(store);
    store.settle = () => Promise.reject(new StoreError('full'));
    await button('Continue').click();
    await seen('The storage is full.');
    store.settle = settle;
    await button('Continue').click();
    await seen('Every record is done');
  });
});
