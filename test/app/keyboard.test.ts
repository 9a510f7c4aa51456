import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, type TestServer } from './built-app.ts';

const MOST_TABS = 80;

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

/** Presses Tab until the focus is on something whose text, or whose card's text, begins like this. */
async function tabTo(page: Page, text: string): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => (document.activeElement?.closest('.offer, .format') ?? document.activeElement)?.textContent.trim() ?? '');
    if (focused.startsWith(text)) return;
  }
  throw new Error(`“${text}” cannot be reached with the Tab key`);
}

describe('the keyboard alone', () => {
  it('leads from the start page to the saved file', async () => {
    const { page } = new AppPage(await (await browser.reopen()).newPage());
    const press = async (text: string, key = 'Enter') => {
      await tabTo(page, text);
      await page.keyboard.press(key);
    };
    await new AppPage(page).openHome(app.origin);
    await press('Try the sample dataset');
    await page.getByRole('heading', { name: 'About this dataset' }).waitFor();
    await press('Choose an oracle');
    await page.getByRole('radio').first().waitFor();
    // Radios are one stop for Tab; arrows move between them.
    await tabTo(page, 'SmolLM2 135M');
    while (!(await page.evaluate(() => document.activeElement?.closest('.offer')?.textContent.includes('Practice oracle')))) {
      await page.keyboard.press('ArrowDown');
    }
    await page.keyboard.press('Space');
    await press('Continue to the recipe');
    await press('Start the run');
    await new AppPage(page).waitForEnd();
    await press('Review');
    await page.getByRole('heading', { name: 'Review', level: 1 }).waitFor();
    await press('Export');
    await page.getByRole('heading', { name: 'Export', level: 1 }).waitFor();
    const downloading = page.waitForEvent('download');
    await press('Save the dataset');
    expect((await downloading).suggestedFilename()).toBe('sample.practice.recycled.json');
  });
});
