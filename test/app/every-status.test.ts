import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PHASE_STATUSES } from '../../src/core/status.ts';
import { PRACTICE_TRIGGERS } from '../../src/practice/triggers.ts';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';

const REAL_DATA = fileURLToPath(new URL('../../../shared/data/instruction-data.json', import.meta.url));

/** Everything that a recipe can have vetted, with another consequence for each result of a review. */
const RECIPE = {
  'tain-recipe': 1,
  name: 'Everything',
  gate: { onLoss: 'original', onTie: 'ask', onUnreadable: 'rewrite' },
  student: { template: 'vicuna' },
  rules: { 'meta-talk': 'reject' },
};
const RECORDS = 220;

interface Manifest {
  readonly rows: Record<string, number>;
  readonly phases: Record<string, Record<string, number>>;
  readonly examinations: { readonly gate: Record<string, number>; readonly student: Record<string, number>; readonly rules: Record<string, number> };
  readonly decisions: Record<string, number>;
}

/** Real records, of which two in three carry a phrase to which the practice oracle answers badly; one is longer than its context. */
function troublesome(): object[] {
  const phrases = Object.values(PRACTICE_TRIGGERS);
  const records = JSON.parse(readFileSync(REAL_DATA, 'utf8')) as { instruction: string; input: string; output: string }[];
  return records.slice(0, RECORDS).map((record, index) => {
    if (index === 7) return { ...record, output: 'words without end '.repeat(2000) };
    return index % 3 === 0 ? record : { ...record, output: `${record.output} ${phrases[index % phrases.length]}` };
  });
}

let app: TestServer;
let folder: string;
beforeAll(async () => {
  app = await serveApp();
  folder = mkdtempSync(join(tmpdir(), 'tain-statuses-'));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

/** Writes an object into a file of the test's folder and gives its path. */
function fileOf(name: string, content: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

/** From the first screen to the end of a run over the first records, with the recipe of a file and the practice student. */
async function runWithRecipe(page: AppPage): Promise<void> {
  await page.openHome(app.origin);
  await page.importDataset(fileOf('troublesome.json', troublesome()));
  await page.chooseOracle('on the processor');
  await page.workbench.locator('input[type=file]').first().setInputFiles(fileOf('everything.tain-recipe.json', RECIPE));
  await page.workbench.getByText('is here now, as “Everything”').waitFor();
  await page.workbench.getByLabel('Student', { exact: true }).selectOption({ label: 'Practice student · on the processor' });
  await page.workbench.getByText('The first', { exact: true }).click();
  await page.workbench.getByLabel('Records', { exact: true }).fill(String(RECORDS - 10));
  await page.button('Start the run').click();
  await page.waitForEnd();
}

/** Decides on the first two records that wait for it, one each way. */
async function decideTwice(page: AppPage): Promise<void> {
  await page.link('Decide').click();
  await page.button('Use the rewrite').click();
  await page.button('Keep the original').click();
}

describe.skipIf(!existsSync(REAL_DATA))('a run over real records with phrases for the practice oracle', () => {
  it('shows every status and every result of a review, counts them in the manifest, and lets the person decide', async () => {
    const browser = new ProfileBrowser();
    try {
      const page = new AppPage(await (await browser.reopen()).newPage());
      await runWithRecipe(page);
      await decideTwice(page);
      await page.exportDataset('JSON');
      const manifest = JSON.parse((await page.exportManifest()).text) as Manifest;
      const seen = Object.values(manifest.phases).flatMap((counts) => Object.entries(counts).flatMap(([status, count]) => (count > 0 ? [status] : [])));
      // All records are done, and those that are left out are counted by rows.
      const expected = PHASE_STATUSES.filter((status) => status !== 'pending' && status !== 'left-out');
      expect(expected.filter((status) => !seen.includes(status))).toEqual([]);
      expect(manifest.rows).toMatchObject({ 'left-out': 10, pending: 0, damaged: 0 });
      const { gate, student, rules } = manifest.examinations;
      for (const [result, count] of [...Object.entries(gate), ['better', student['better']], ['notBetter', student['notBetter']], ['meta-talk', rules['meta-talk']]]) expect(count, String(result)).toBeGreaterThan(0);
      expect(manifest.decisions).toEqual({ rewrite: 1, original: 1 });
      expect(strangers(browser.requested, app.origin)).toEqual([]);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.dispose();
    }
  });
});
