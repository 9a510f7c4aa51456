import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';

const RECORDS = [
  { instruction: 'Name a river of Europe.', input: '', output: 'The Danube is a river that flows through ten countries of Europe.' },
  { instruction: 'What is the capital of France?', input: '', output: 'The capital of France is Paris.' },
  { instruction: 'Give three tips for staying healthy.', input: '', output: 'Sleep enough, eat vegetables, and walk every day to stay healthy.' },
];

let app: TestServer;
let folder: string;
beforeAll(async () => {
  app = await serveApp();
  folder = mkdtempSync(join(tmpdir(), 'tain-measures-'));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true });
});

/** From the report's measures: a practice model measures what is ticked, to the end. */
async function measure(page: AppPage, kind: string, picker: string, model: string): Promise<void> {
  await page.workbench.getByText(kind, { exact: true }).click();
  await page.workbench.getByLabel(picker, { exact: true }).selectOption({ label: model });
  await page.button('Measure').click();
  await page.workbench.getByText(/^Measured: /).waitFor({ timeout: 120_000 });
}

describe('the built page', () => {
  it('scores and embeds by its practice models, each in a worker under the content policy', async () => {
    const dataset = join(folder, 'three.json');
    writeFileSync(dataset, JSON.stringify(RECORDS));
    const browser = new ProfileBrowser();
    try {
      const page = new AppPage(await (await browser.reopen()).newPage());
      await page.openHome(app.origin);
      await page.importDataset(dataset);
      await page.startPractice('on the processor', 1);
      await page.waitForEnd();
      await page.link('Report').first().click();
      await page.link('Measures').click();
      await measure(page, 'Student: IFD', 'Student', 'Practice student · on the processor');
      await measure(page, 'Embedder: coherence', 'Embedding model', 'Practice embedder · on the processor');
      const measured = page.workbench.getByRole('table');
      await measured.getByText(/Practice student/).first().waitFor();
      await measured.getByText(/Practice embedder/).first().waitFor();
      const asked = (model: string) => browser.requested.some((url) => url.endsWith(`/models/${model}/onnx/model.onnx`));
      expect(['tain-practice-student', 'tain-practice-embedder'].map(asked)).toEqual([true, true]);
      expect(strangers(browser.requested, app.origin)).toEqual([]);
      expect(browser.complaints).toEqual([]);
    } finally {
      await browser.dispose();
    }
  });
});
