import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage, type SavedFile } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';

const SAMPLE = fileURLToPath(new URL('../../public/sample/sample.json', import.meta.url));
const REAL_DATA = fileURLToPath(new URL('../../../shared/data/instruction-data.json', import.meta.url));

type Fields = Record<string, unknown>;

let app: TestServer;
beforeAll(async () => {
  app = await serveApp();
});
afterAll(() => app.close());

/** Runs `work` in a browser of its own; afterwards nothing may have left the origin and nothing may have been complained of. */
async function inBrowser<Result>(work: (browser: ProfileBrowser) => Promise<Result>): Promise<Result> {
  const browser = new ProfileBrowser();
  try {
    const result = await work(browser);
    expect(strangers(browser.requested, app.origin)).toEqual([]);
    expect(browser.complaints).toEqual([]);
    return result;
  } finally {
    await browser.dispose();
  }
}

async function recycleWhole(dataset: string | undefined, device: 'on the GPU' | 'on the processor', format: 'JSON' | 'JSON Lines'): Promise<[SavedFile, SavedFile]> {
  return inBrowser(async (browser) => {
    const page = new AppPage(await (await browser.reopen()).newPage());
    await page.openHome(app.origin);
    await page.importDataset(dataset);
    await page.startPractice(device);
    await page.waitForEnd();
    return [await page.exportDataset(format), await page.exportManifest()];
  });
}

interface Manifest {
  readonly practice: boolean;
  readonly phases: Record<string, Record<string, number>>;
}

describe('the built page', () => {
  let onProcessor: SavedFile;

  it('takes the sample from the drop to the exported file on WASM', async () => {
    const [dataset, manifest] = await recycleWhole(undefined, 'on the processor', 'JSON');
    onProcessor = dataset;
    const before = JSON.parse(readFileSync(SAMPLE, 'utf8')) as Fields[];
    const after = JSON.parse(dataset.text) as Fields[];
    expect(dataset.name).toBe('sample.practice.recycled.json');
    expect(after).toHaveLength(before.length);
    const known = ['instruction', 'input', 'output'];
    const unknown = (record: Fields) => Object.fromEntries(Object.entries(record).filter(([name]) => !known.includes(name)));
    expect(after.map(unknown)).toEqual(before.map(unknown));
    expect(before.map(unknown)).not.toEqual(before.map(() => ({})));
    expect(after.filter((record, index) => record['output'] !== before[index]?.['output']).length).toBeGreaterThan(12);
    expect((JSON.parse(manifest.text) as Manifest).practice).toBe(true);
  });

  it('ends the same on WebGPU', async () => {
    const [dataset] = await recycleWhole(undefined, 'on the GPU', 'JSON');
    expect(dataset.text).toBe(onProcessor.text);
  });

  it('shows every status on the sample', async () => {
    const [, manifest] = await recycleWhole(undefined, 'on the processor', 'JSON Lines');
    const seen = Object.values((JSON.parse(manifest.text) as Manifest).phases).flatMap((counts) =>
      Object.entries(counts).flatMap(([status, count]) => (count > 0 ? [status] : [])),
    );
    const expected = ['rewritten', 'failed', 'no-marker', 'empty', 'placeholder', 'unchanged', 'refused', 'truncated', 'too-long'];
    expect(expected.filter((status) => !seen.includes(status))).toEqual([]);
  });
});

describe.skipIf(!existsSync(REAL_DATA))('1,100 real records', () => {
  it('come out of a run whose tab and browser were killed byte for byte as out of an unbroken one', async () => {
    const unbroken = await recycleWhole(REAL_DATA, 'on the processor', 'JSON');
    const broken = await inBrowser(async (browser) => {
      const page = new AppPage(await (await browser.reopen()).newPage());
      await page.openHome(app.origin);
      await page.importDataset(REAL_DATA);
      await page.startPractice('on the processor');
      await page.waitUntilDone(200);
      const address = page.page.url();
      await killTab(page);
      const second = new AppPage(await (await browser.reopen()).newPage());
      await second.page.goto(address);
      await second.button('Continue').click();
      await second.waitUntilDone(600);
      await browser.kill();
      const third = new AppPage(await (await browser.reopen()).newPage());
      await third.page.goto(address);
      await third.button('Continue').click();
      await third.waitForEnd();
      return [await third.exportDataset('JSON'), await third.exportManifest()];
    });
    expect(broken[0]?.text).toBe(unbroken[0].text);
    const before = JSON.parse(readFileSync(REAL_DATA, 'utf8')) as Fields[];
    const after = JSON.parse(unbroken[0].text) as Fields[];
    expect(after).toHaveLength(1100);
    expect(after.filter(({ output }, index) => output !== before[index]?.['output']).length).toBeGreaterThan(1000);
  });
});

/** Ends the tab's process at once, as the system does when memory runs out. */
async function killTab({ page }: AppPage): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  // It never answers: its process is gone.
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}
