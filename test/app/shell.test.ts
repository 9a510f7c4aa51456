import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, type TestServer } from './built-app.ts';

const PATIENCE = { timeout: 60_000 };

let server: TestServer;
let browser: ProfileBrowser;
beforeAll(async () => {
  server = await serveApp();
  browser = new ProfileBrowser();
});
afterAll(async () => {
  await browser.dispose();
  await server.close();
});

/** Resolves when the window and the workbench in it both show this route. */
async function expectRoute(page: AppPage, route: string): Promise<void> {
  const hashes = async () => [new URL(page.page.url()).hash, new URL((await page.frame()).url()).hash];
  await expect.poll(hashes, PATIENCE).toEqual([route, route]);
}

describe('the shell', () => {
  it('gives its window the address of the workbench, and the workbench that of its window', async () => {
    const page = new AppPage(await (await browser.reopen()).newPage());
    await page.openHome(server.origin);
    await page.importDataset();
    const dataset = new URL(page.page.url()).hash;
    expect(dataset).toMatch(/^#\/source\/.+\/dataset$/);
    await page.link('Choose an oracle').click();
    const oracle = dataset.replace('dataset', 'oracle');
    await expectRoute(page, oracle);
    await page.page.goBack();
    await expectRoute(page, dataset);
    await page.page.goForward();
    await expectRoute(page, oracle);
    // A link is pasted into the address bar.
    await page.page.goto(`${server.origin}/${dataset}`);
    await expectRoute(page, dataset);
    await page.workbench.getByRole('heading', { name: 'About this dataset' }).waitFor();
    await page.page.goBack();
    await expectRoute(page, oracle);
    await page.page.reload();
    await expectRoute(page, oracle);
    await page.workbench.getByRole('radio').first().waitFor();
  });

  it('takes over when the workbench is opened by itself', async () => {
    const page = new AppPage(await (await browser.reopen()).newPage());
    await page.page.goto(`${server.origin}/workbench.html#/models`);
    await expect.poll(() => page.page.url(), PATIENCE).toBe(`${server.origin}/#/models`);
    await expectRoute(page, '#/models');
  });

  it('takes on the title, the language and the theme of the workbench', async () => {
    const page = new AppPage(await (await browser.reopen()).newPage());
    await page.openHome(server.origin);
    const colour = () => page.page.locator('meta[name=theme-color]').getAttribute('content');
    const before = await colour();
    await (await page.frame()).evaluate(() => {
      document.title = 'Another title';
      document.documentElement.lang = 'sw';
      document.documentElement.dataset['theme'] = 'dark';
    });
    await expect.poll(() => page.page.title(), PATIENCE).toBe('Another title');
    expect(await page.page.locator('html').getAttribute('lang')).toBe('sw');
    expect(await colour()).not.toBe(before);
  });
});
