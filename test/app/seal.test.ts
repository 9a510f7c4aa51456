import { readFileSync } from 'node:fs';
import type { Worker } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { type ForeignServer, ProfileBrowser, serveApp, serveForeign, type TestServer } from './built-app.ts';

let app: TestServer;
let foreign: ForeignServer;
let browser: ProfileBrowser;

beforeAll(async () => {
  [app, foreign] = await Promise.all([serveApp(), serveForeign()]);
  browser = new ProfileBrowser();
});
afterAll(async () => {
  await browser.dispose();
  await Promise.all([app.close(), foreign.close()]);
});

/** The call as text: Vitest would rewrite the `import()` in it to something that only its own modules know. */
function waysOut(): string {
  const source = readFileSync(new URL('ways-out.mjs', import.meta.url), 'utf8').replace('export async', 'async');
  return `(() => { ${source}; return tryWaysOut(${JSON.stringify(foreign.origin)}); })()`;
}

describe('the content policy', () => {
  it('lets nothing out of the page nor out of any of its workers', async () => {
    const context = await browser.reopen();
    const page = new AppPage(await context.newPage());
    const fromWorkers = new Map<string, Promise<string[]>>();
    page.page.on('worker', (worker: Worker) => fromWorkers.set(worker.url(), worker.evaluate<string[]>(waysOut())));
    await page.openHome(app.origin);
    await page.importDataset();
    await page.startPractice('on the processor');
    await page.waitForEnd();
    // The file worker and the oracle's worker, each from a blob that inherits the page's policy.
    expect(fromWorkers.size).toBeGreaterThanOrEqual(2);
    for (const [url, ways] of fromWorkers) {
      expect(url).toMatch(/^blob:/);
      expect(await ways, url).toEqual([]);
    }
    expect(await page.page.evaluate<string[]>(waysOut())).toEqual([]);
    expect(foreign.seen).toEqual([]);
  });

  it('holds the worker of WebLLM too', async () => {
    const context = await browser.reopen();
    // A software GPU is refused for real models; here it only has to get the worker started.
    await context.addInitScript(`for (const [name, value] of [['isFallbackAdapter', false], ['architecture', ''], ['description', '']])
      Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => value });`);
    // One text that passes for each file of a model: the engine gets as far as its library.
    const body = JSON.stringify({ tokenizer_files: ['tokenizer.json'], records: [{ dataPath: 'params_shard_0.bin', nbytes: 100 }] }).padEnd(100);
    await context.route(/^https:\/\/(huggingface\.co|raw\.githubusercontent\.com)\//, (route) =>
      route.fulfill({ body, headers: { 'access-control-allow-origin': '*' } }),
    );
    const page = new AppPage(await context.newPage());
    await page.openHome(app.origin);
    await page.importDataset();
    await page.link('Choose an oracle').click();
    const offer = page.page.locator('.offer', { hasText: 'WebLLM' }).filter({ has: page.page.getByRole('radio') }).first();
    await offer.getByRole('radio').click();
    await offer.getByRole('button', { name: /^Download / }).click();
    await offer.getByText('On this machine').waitFor();
    await page.link('Continue to the recipe').click();
    const starting = page.page.waitForEvent('worker');
    await page.button('Start the run').click();
    const worker = await starting;
    expect(worker.url()).toMatch(/^blob:/);
    expect(await worker.evaluate<string[]>(waysOut())).toEqual([]);
    expect(foreign.seen).toEqual([]);
  });

  it('lets no code be made from text', async () => {
    const page = await (await browser.reopen()).newPage();
    await new AppPage(page).openHome(app.origin);
    const made = await page.evaluate(async () => {
      const tries: Record<string, () => unknown> = {
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it is refused is what is tested
        function: () => new Function('return 1'),
        markup: () => (document.body.innerHTML = '<b>text</b>'),
        script: () => (document.createElement('script').textContent = 'window.made = true'),
        worker: () => new Worker('data:text/javascript,0'),
      };
      // The debugger's own code is let through, so the tries are made in a task of the page.
      await new Promise((resolve) => setTimeout(resolve));
      const passed: string[] = [];
      for (const [name, attempt] of Object.entries(tries)) {
        try {
          attempt();
          passed.push(name);
        } catch {
          // As it should be.
        }
      }
      return passed;
    });
    expect(made).toEqual([]);
  });

  it('would have seen what got through', async () => {
    const page = await (await browser.reopen()).newPage();
    await page.goto(foreign.origin);
    // Its form leads away in the end, which takes the evaluation with it.
    await page.evaluate<string[]>(waysOut()).catch(() => []);
    const expected = ['GET /fetch', 'POST /no-cors', 'UPGRADE /websocket', 'GET /module.js', 'POST /xhr', 'POST /beacon', 'GET /image.png'];
    await expect.poll(() => expected.filter((request) => !foreign.seen.includes(request))).toEqual([]);
  });
});
