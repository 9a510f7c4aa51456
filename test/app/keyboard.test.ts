import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, type TestServer } from './built-app.ts';

const MOST_TABS = 80;

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

/** Presses Tab until the focus is on something whose text, or whose card's text, begins like this. */
async function tabTo({ page, workbench }: AppPage, text: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    const focused = await workbench.locator('body').evaluate(() => (document.activeElement?.closest('.offer, .format') ?? document.activeElement)?.textContent.trim() ?? '');
    if (focused.startsWith(text)) return;
  }
  throw new Error(`“${text}” cannot be reached with the Tab key`);
}

describe('the keyboard alone', () => {
  it('leads from the start page to the saved file', async () => {
    const app = new AppPage(await (await browser.reopen()).newPage());
    const { page, workbench } = app;
    const press = async (text: string, key = 'Enter') => {
      await tabTo(app, text);
      await page.keyboard.press(key);
    };
    await app.openHome(server.origin);
    await press('Try the sample dataset');
    await workbench.getByRole('heading', { name: 'About this dataset' }).waitFor();
    await press('Choose an oracle');
    await workbench.getByRole('radio').first().waitFor();
    // Radios are one stop for Tab; arrows move between them.
    const focusedOffer = () => workbench.locator('body').evaluate(() => document.activeElement?.closest('.offer [role=radio]')?.closest('.offer')?.textContent);
    for (let tabs = 0; tabs < MOST_TABS && !(await focusedOffer()); tabs++) await page.keyboard.press('Tab');
    while (!(await focusedOffer())?.includes('Practice oracle')) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await press('Continue to the recipe');
    await press('Start the run');
    await app.waitForEnd();
    await press('Review');
    await workbench.getByRole('heading', { name: 'Review', level: 1 }).waitFor();
    await press('Export');
    await workbench.getByRole('heading', { name: 'Export', level: 1 }).waitFor();
    const downloading = page.waitForEvent('download');
    await press('Save the dataset');
    expect((await downloading).suggestedFilename()).toBe('sample.practice.recycled.json');
  });
});
