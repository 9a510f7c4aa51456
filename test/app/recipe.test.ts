import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';

let server: TestServer;
let browser: ProfileBrowser;
let folder: string;
beforeAll(async () => {
  server = await serveApp();
  browser = new ProfileBrowser();
  folder = mkdtempSync(join(tmpdir(), 'tain-recipe-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await browser.dispose();
  await server.close();
});

describe('a recipe of one’s own', () => {
  it('outlives a reload, goes out as a file, comes back the same, and is counted by the oracle’s own tokenizer', async () => {
    const app = new AppPage(await (await browser.reopen()).newPage());
    const { workbench } = app;
    const hash = () => workbench.locator('.hash code').textContent();
    await app.openHome(server.origin);
    await app.importDataset();
    await app.chooseOracle('on the processor');
    await workbench.getByText('Wishes', { exact: true }).click();
    await workbench.getByLabel('Wish in one sentence').fill('Write for gardeners.');
    await workbench.getByText(/^\d+ of [\d,]+ tokens$/).waitFor();
    const own = await hash();
    await app.page.reload();
    await workbench.getByText('“Write for gardeners.”').first().waitFor();
    expect(await hash()).toBe(own);
    const file = await app.save('Export');
    expect(file.name).toBe('paper-changed.tain-recipe.json');
    await app.button('Reset').click();
    expect(await hash()).not.toBe(own);
    const path = join(folder, file.name);
    writeFileSync(path, file.text);
    await workbench.getByRole('region', { name: 'Recipes' }).locator('input[type=file]').setInputFiles(path);
    await workbench.getByText(`${file.name} is here now, as “Paper (changed)”.`).waitFor();
    expect(await hash()).toBe(own);
    expect(strangers(browser.requested, server.origin)).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});
