import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CDPSession, Page, Worker } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, type TestServer } from './built-app.ts';

const ROWS = 24;
/** Enough for a processor to be at work for some seconds. */
const MANY_ROWS = 400;
const LANES = 4;
/** For the dataset and a part of the run's outcomes. */
const ROOM_BYTES = 120_000;
const PATIENCE_MS = 600_000;

let app: TestServer;
let folder: string;
let dataset: string;
let undisturbed: string;

beforeAll(async () => {
  app = await serveApp();
  folder = mkdtempSync(join(tmpdir(), 'tain-recovery-'));
  dataset = writeRivers(ROWS);
  undisturbed = await inBrowser(async (browser) => finish(await start(browser, 'on the processor')));
}, PATIENCE_MS);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app.close();
});

/** Path of a dataset of so many records. */
function writeRivers(count: number): string {
  const path = join(folder, `rivers-${count}.json`);
  const records = Array.from({ length: count }, (_, n) => ({ instruction: `Name river number ${n} and say where it flows.`, input: '', output: `River ${n} flows to the sea.` }));
  writeFileSync(path, JSON.stringify(records));
  return path;
}

async function inBrowser<Result>(work: (browser: ProfileBrowser) => Promise<Result>): Promise<Result> {
  const browser = new ProfileBrowser();
  try {
    return await work(browser);
  } finally {
    await browser.dispose();
  }
}

/** A run that has been started. `prepare` sees the page before it is opened. */
async function start(browser: ProfileBrowser, device: 'on the GPU' | 'on the processor', prepare: (page: Page) => Promise<void> = async () => undefined, path = dataset): Promise<AppPage> {
  const page = await (await browser.reopen()).newPage();
  await prepare(page);
  const person = new AppPage(page);
  await person.openHome(app.origin);
  await person.importDataset(path);
  await person.startPractice(device, LANES);
  return person;
}

/** A run in the middle of its work. */
async function begin(...settings: Parameters<typeof start>): Promise<AppPage> {
  const person = await start(...settings);
  await person.waitUntilDone(2);
  return person;
}

/** Waits for the end and saves the dataset. */
async function finish(person: AppPage): Promise<string> {
  await person.waitForEnd();
  return (await person.exportDataset('JSON')).text;
}

/** The oracle's worker is the latest to be started. */
function oracleWorker(page: Page): Worker {
  const worker = page.workers().at(-1);
  if (!worker) throw new Error('no worker runs');
  return worker;
}

interface Keeping {
  devices: { destroy(): void }[];
}

/** Has each worker remember the GPU devices that it gets, before its own scripts ask for one. */
function keepDevices(page: Page): Promise<void> {
  page.on('worker', (worker) => {
    const keep = () => {
      const scope = self as unknown as Keeping & { GPUAdapter: { prototype: { requestDevice: (...settings: unknown[]) => Promise<{ destroy(): void }> } } };
      scope.devices = [];
      const { prototype } = scope.GPUAdapter;
      const { requestDevice } = prototype;
      prototype.requestDevice = async function (...settings) {
        const device = await requestDevice.apply(this, settings);
        scope.devices.push(device);
        return device;
      };
    };
    // Some workers end before they can be asked anything.
    worker.evaluate(keep).catch(() => undefined);
  });
  return Promise.resolve();
}

async function crashGpu(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // It answers when it can; the process that it ends is not the one that answers.
  await session.send('Browser.crashGpuProcess' as 'Browser.getVersion').catch(() => undefined);
}

const recovered = (person: AppPage) => person.workbench.getByText('It was started afresh, and the run went on.').first().waitFor({ timeout: PATIENCE_MS });

describe('a run goes on by itself', () => {
  it('after the GPU process has crashed once, and ends as if it had not', async () => {
    const text = await inBrowser(async (browser) => {
      const person = await begin(browser, 'on the GPU');
      await crashGpu(person.page);
      await recovered(person);
      return finish(person);
    });
    expect(text).toBe(undisturbed);
  });

  it('after its worker was ended without a word', async () => {
    const path = writeRivers(MANY_ROWS);
    const whole = await inBrowser(async (browser) => finish(await start(browser, 'on the processor', undefined, path)));
    const text = await inBrowser(async (browser) => {
      const person = await begin(browser, 'on the processor', undefined, path);
      await person.workbench.getByText('This page keeps the screen on').waitFor();
      oracleWorker(person.page).evaluate(() => self.close()).catch(() => undefined);
      await recovered(person);
      return finish(person);
    });
    expect(text).toBe(whole);
  });

  it('after the GPU has taken its device away', async () => {
    const text = await inBrowser(async (browser) => {
      const person = await begin(browser, 'on the GPU', keepDevices);
      await oracleWorker(person.page).evaluate(() => (self as unknown as Keeping).devices.forEach((device) => device.destroy()));
      await recovered(person);
      return finish(person);
    });
    expect(text).toBe(undisturbed);
  });
});

describe('a run stops and loses nothing', () => {
  it('when the GPU process has crashed twice: then the browser has to be opened anew', async () => {
    const text = await inBrowser(async (browser) => {
      const person = await begin(browser, 'on the GPU');
      await crashGpu(person.page);
      await recovered(person);
      // A record that is in work at both crashes would be taken for their cause.
      await person.waitUntilDone((await person.doneCount()) + LANES + 1);
      await crashGpu(person.page);
      const alert = person.workbench.getByRole('alert');
      await alert.filter({ hasText: 'The browser gives this page no GPU any more.' }).waitFor({ timeout: PATIENCE_MS });
      const address = person.page.url();
      const doneCount = await person.doneCount();
      const later = new AppPage(await (await browser.reopen()).newPage());
      await later.page.goto(address);
      await later.button('Continue').click();
      expect(await later.doneCount()).toBeGreaterThanOrEqual(doneCount);
      return finish(later);
    });
    expect(text).toBe(undisturbed);
  });

  it('when the storage is full, and goes on when there is room again', async () => {
    const text = await inBrowser(async (browser) => {
      let session: CDPSession | undefined;
      const person = await start(browser, 'on the processor', async (page) => {
        session = await page.context().newCDPSession(page);
        await session.send('Storage.overrideQuotaForOrigin', { origin: app.origin, quotaSize: ROOM_BYTES });
      });
      await person.workbench.getByRole('alert').filter({ hasText: 'The storage is full.' }).waitFor({ timeout: PATIENCE_MS });
      await session?.send('Storage.overrideQuotaForOrigin', { origin: app.origin });
      await person.button('Continue').click();
      return finish(person);
    });
    expect(text).toBe(undisturbed);
  });
});
