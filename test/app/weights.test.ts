import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';

const MODEL = 'https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct/resolve/main/';
const PRACTICE_MODEL = new URL('../../public/models/tain-practice/', import.meta.url);

let app: TestServer;
let browser: ProfileBrowser;
beforeAll(async () => {
  app = await serveApp();
  browser = new ProfileBrowser();
});
afterAll(async () => {
  await browser.dispose();
  await app.close();
});

/** Stands in for the weight host: under the addresses of a published model it serves the practice model, which has the same layout. */
async function serveWeights(context: BrowserContext): Promise<void> {
  await context.route(`${MODEL}**`, async (route) => {
    const path = route.request().url().slice(MODEL.length).replace('model_quantized.onnx', 'model.onnx');
    const file = fileURLToPath(new URL(path, PRACTICE_MODEL));
    await route.fulfill(existsSync(file) ? { path: file, headers: { 'access-control-allow-origin': '*' } } : { status: 404 });
  });
}

describe('a model of the catalogue', () => {
  it('is fetched once through the dock, and from then on runs without a request', async () => {
    const context = await browser.reopen();
    await serveWeights(context);
    const page = new AppPage(await context.newPage());
    await page.openHome(app.origin);
    await page.importDataset();
    await page.link('Choose an oracle').click();
    const offer = page.page.locator('.offer', { hasText: 'SmolLM2 135M' });
    await offer.getByRole('radio').click();
    await offer.getByRole('button', { name: /^Download / }).click();
    await offer.getByText('On this machine').waitFor();
    const outside = strangers(browser.requested, app.origin);
    expect(outside.length).toBeGreaterThan(3);
    expect(outside.filter((address) => !address.startsWith(MODEL))).toEqual([]);
    await context.unroute(`${MODEL}**`);
    await page.link('Continue to the recipe').click();
    await page.button('Start the run').click();
    await page.waitUntilDone(2);
    expect(strangers(browser.requested, app.origin)).toEqual(outside);
    await page.button('Pause').click();
    const { name } = await page.exportDataset('JSON');
    expect(name).toBe('sample.recycled.json');
  });
});
