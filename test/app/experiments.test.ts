import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';

const WAIT_MS = 120_000;
const TRIGGERS = ['', '', '(practice: worse)', '(practice: tie)', '(practice: no points)', '(practice: unchanged)'];

let app: TestServer;
beforeAll(async () => {
  app = await serveApp();
});
afterAll(() => app.close());

/** Six records, of which the judge likes two rewrites, one original and none, says nothing of one, and is not asked about one. */
function datasetFile(): string {
  const path = join(mkdtempSync(join(tmpdir(), 'tain-experiments-')), 'birds.json');
  writeFileSync(path, JSON.stringify(TRIGGERS.map((trigger, n) => ({ instruction: `Name bird number ${n + 1}. ${trigger}`.trim(), input: '', output: `Bird ${n + 1}` }))));
  return path;
}

describe('the experiments of a run with the practice oracle', () => {
  it('are judged, repeated and taken into a further round, and nothing leaves the page', async () => {
    const browser = new ProfileBrowser();
    try {
      const page = new AppPage(await (await browser.reopen()).newPage());
      const { workbench } = page;
      await page.openHome(app.origin);
      await page.importDataset(datasetFile());
      await page.startPractice('on the processor', 2);
      await page.waitForEnd();

      await page.link('Report').first().click();
      await page.link('Judge').click();
      await workbench.getByLabel('Judge', { exact: true }).selectOption({ label: 'Practice oracle · on the processor' });
      await page.button('Judge').click();
      const chart = workbench.getByRole('img', { name: /^Results of the comparisons/ });
      await expect.poll(() => chart.getAttribute('aria-label'), { timeout: WAIT_MS }).toBe('Results of the comparisons: Wins 2, Ties 2, Losses 1, Unreadable 1');

      await page.link('Consistency').click();
      await workbench.getByLabel('Repetitions').fill('2');
      await workbench.getByLabel('How many').first().fill('3');
      await page.button('Start the repetitions').click();
      await workbench.getByText('Means over 3 records').waitFor({ timeout: WAIT_MS });

      await page.link('Rounds').click();
      await page.button('Compute the drift').click();
      await workbench.getByRole('row', { name: /Result of this run \(round 1\)/ }).waitFor({ timeout: WAIT_MS });
      await page.button('Take the result as a dataset').click();
      await workbench.getByRole('heading', { name: 'About this dataset' }).waitFor({ timeout: WAIT_MS });
      await workbench.getByText('birds.practice.recycled.json').first().waitFor();

      expect(strangers(browser.requested, app.origin)).toEqual([]);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.dispose();
    }
  });
});
