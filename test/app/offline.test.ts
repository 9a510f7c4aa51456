import { cpSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildServiceWorker } from '../../src/seal/service-worker-plugin.ts';
import { AppPage } from './app-page.ts';
import { BareHost } from './bare-host.ts';
import { BUILT, ProfileBrowser, strangers } from './built-app.ts';

const PATIENT = { timeout: 300_000 };

let host: BareHost;
let browser: ProfileBrowser;
let folders: string[];

beforeEach(async () => {
  host = new BareHost(BUILT);
  await host.connect();
  browser = new ProfileBrowser();
  folders = [];
});
afterEach(async () => {
  await browser.dispose();
  await host.cut();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

async function openPage(): Promise<AppPage> {
  const page = new AppPage(await (await browser.reopen()).newPage());
  await page.openHome(host.origin);
  return page;
}

const worksOffline = (page: AppPage) => page.workbench.locator('header').getByText('Works offline').waitFor({ ...PATIENT, state: 'attached' });
const updateIsReady = (page: AppPage) => page.workbench.getByText('A new version is ready').waitFor(PATIENT);
/** Which version the shell and the workbench came from. */
const versionsOf = async (page: AppPage) => [await page.page.locator('html').getAttribute('data-version'), await page.workbench.locator('html').getAttribute('data-version')];

/** The built app under another version: documents that say so, and a file worker with another content and so another name. */
async function buildVersion(version: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tain-version-'));
  folders.push(folder);
  cpSync(BUILT, folder, { recursive: true });
  const assets = join(folder, 'assets');
  const worker = readdirSync(assets).find((name) => name.startsWith('file.worker')) ?? '';
  const page = readdirSync(assets).find((name) => /^workbench-[^.]*\.js$/.test(name) && readFileSync(join(assets, name), 'utf8').includes(worker)) ?? '';
  const renamed = (name: string) => name.replace('.js', `${version}.js`);
  rewrite(join(assets, page), worker, renamed(worker));
  rewrite(join(folder, 'workbench.html'), page, renamed(page));
  writeFileSync(join(assets, worker), '// Another version.\n', { flag: 'a' });
  for (const name of [worker, page]) renameSync(join(assets, name), join(assets, renamed(name)));
  for (const name of ['index.html', 'workbench.html']) rewrite(join(folder, name), '<html', `<html data-version="${version}"`);
  await buildServiceWorker(folder);
  return folder;
}

/** A dataset that keeps the practice oracle busy for longer than a test needs. */
function longDataset(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tain-dataset-'));
  folders.push(folder);
  const file = join(folder, 'long.jsonl');
  const records = Array.from({ length: 20_000 }, (_, index) => JSON.stringify({ instruction: `Explain ${index}.`, input: '', output: `It is ${index}.` }));
  writeFileSync(file, records.join('\n'));
  return file;
}

function rewrite(file: string, from: string, to: string): void {
  const text = readFileSync(file, 'utf8');
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`);
  writeFileSync(file, text.replaceAll(from, to));
}

describe('without a network', () => {
  it('the page that was visited once opens, imports, recycles and exports', async () => {
    await worksOffline(await openPage());
    await host.cut();
    const page = await openPage();
    await page.importDataset();
    await page.startPractice('on the processor');
    await page.waitForEnd();
    const { name } = await page.exportDataset('JSON');
    expect(name).toBe('sample.practice.recycled.json');
    for (const address of ['/?from=somewhere', '/index.html?from=somewhere']) {
      await page.page.goto(host.origin + address);
      await page.button('Choose a file').waitFor();
    }
    expect(strangers(browser.requested, host.origin)).toEqual([]);
  });
});

describe('an installed page', () => {
  it('has all that the browser asks for', async () => {
    const page = await openPage();
    await worksOffline(page);
    const devTools = await page.page.context().newCDPSession(page.page);
    expect((await devTools.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
    expect((await devTools.send('Page.getAppManifest')).errors).toEqual([]);
  });
});

describe('the host of the page', () => {
  it('is told nothing once the copy is here, whatever is written into an address or a body', async () => {
    const page = await openPage();
    await worksOffline(page);
    const before = host.seen.length;
    const frame = await page.frame();
    const answers = await frame.evaluate(async () => {
      const asked = [['leak?data=secret'], ['sample/sample.json?data=secret'], ['data/secret.json'], ['./', { method: 'POST', body: 'secret' }], ['/outside/the/folder?secret']] as const;
      return Promise.all(asked.map(([address, init]) => fetch(address, init).then(({ status }) => status, () => 'error')));
    });
    expect(answers).toEqual(['error', 'error', 'error', 'error', 'error']);
    await page.page.goto(`${host.origin}/wrong/link?data=secret`);
    expect(await page.page.locator('body').textContent()).toBe('404 Not Found');
    expect(host.seen.slice(before).filter((asked) => asked !== 'GET /service-worker.js')).toEqual([]);
  });
});

describe('a new version', () => {
  it('waits while the old page goes on, and takes over whole when the person agrees', async () => {
    host.folder = await buildVersion('one');
    const page = await openPage();
    await worksOffline(page);
    host.folder = await buildVersion('two');
    await page.page.reload();
    await updateIsReady(page);
    expect(await versionsOf(page)).toEqual(['one', 'one']);
    // The worker of the old page has not been started yet, and its file is no longer on the host.
    await page.importDataset();
    const other = new AppPage(await page.page.context().newPage());
    await other.openHome(host.origin);
    expect(await versionsOf(other)).toEqual(['one', 'one']);
    await page.button('Reload').click();
    for (const tab of [page, other]) {
      await expect.poll(() => versionsOf(tab), PATIENT).toEqual(['two', 'two']);
    }
    await worksOffline(page);
    const names = await (await page.frame()).evaluate(() => caches.keys());
    expect(names.filter((name) => name.startsWith('tain-app'))).toHaveLength(1);
    await host.cut();
    await page.page.reload();
    await page.workbench.getByRole('heading', { name: 'About this dataset' }).waitFor();
    expect(await versionsOf(page)).toEqual(['two', 'two']);
  });

  it('takes over by itself when all tabs are closed', async () => {
    host.folder = await buildVersion('one');
    const page = await openPage();
    await worksOffline(page);
    host.folder = await buildVersion('two');
    await page.page.reload();
    await updateIsReady(page);
    const later = await openPage();
    expect(await versionsOf(later)).toEqual(['two', 'two']);
  });

  it('that is broken leaves the old one as it was, and comes when it is whole', async () => {
    host.folder = await buildVersion('one');
    await worksOffline(await openPage());
    host.folder = await buildVersion('two');
    host.missing.add('/workbench.html');
    const asked = (path: string) => host.seen.filter((line) => line.includes(path)).length;
    const before = asked('/workbench.html');
    const page = await openPage();
    await expect.poll(() => asked('/workbench.html'), PATIENT).toBeGreaterThan(before);
    await page.page.reload();
    await expect.poll(() => asked('/workbench.html'), PATIENT).toBeGreaterThan(before + 1);
    await worksOffline(page);
    expect(await versionsOf(page)).toEqual(['one', 'one']);
    await page.importDataset();
    host.missing.clear();
    await page.page.reload();
    await updateIsReady(page);
    await page.button('Reload').click();
    await expect.poll(() => versionsOf(page), PATIENT).toEqual(['two', 'two']);
    // Of the attempts that broke off nothing was fetched again.
    expect(asked('/assets/file.worker')).toBe(2);
  });

  it('does not take over from a tab that is at work', async () => {
    host.folder = await buildVersion('one');
    const working = await openPage();
    await worksOffline(working);
    const idle = new AppPage(await working.page.context().newPage());
    await idle.openHome(host.origin);
    await working.importDataset(longDataset());
    await working.startPractice('on the processor');
    await working.waitUntilDone(1);
    host.folder = await buildVersion('two');
    await idle.page.reload();
    await updateIsReady(idle);
    await updateIsReady(working);
    await idle.button('Reload').click();
    await idle.workbench.getByText('Another tab of this page is at work').waitFor(PATIENT);
    expect(await working.button('Reload').count()).toBe(0);
    await working.button('Pause').click();
    await working.button('Continue').waitFor(PATIENT);
    // The other tab may hear of the pause a moment later than the person does.
    const agree = async () => {
      if (await idle.button('Reload').isVisible()) await idle.button('Reload').click();
      return versionsOf(working);
    };
    await expect.poll(agree, PATIENT).toEqual(['two', 'two']);
    await expect.poll(() => versionsOf(idle), PATIENT).toEqual(['two', 'two']);
    await working.button('Continue').waitFor(PATIENT);
  });
});
