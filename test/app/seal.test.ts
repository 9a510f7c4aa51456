import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Frame, Worker } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { BareHost } from './bare-host.ts';
import { BUILT, ProfileBrowser, serveApp, type TestServer } from './built-app.ts';
import { ForeignHost, serveOpenPages, type Target } from './foreign-host.ts';

/** The call as text: Vitest would rewrite the `import()` in it to something that only its own modules know. */
function waysOut(target: Target, options: { only?: readonly string[]; listOnly?: boolean; stay?: boolean; patienceMs?: number } = {}): string {
  const source = readFileSync(new URL('ways-out.mjs', import.meta.url), 'utf8').replace('export async', 'async');
  return `(() => { ${source}; return tryWaysOut(${JSON.stringify(target)}, ${JSON.stringify(options)}); })()`;
}

/** A frame that a page makes without an address, as Playwright sees it. */
async function blankFrameIn(frame: Frame): Promise<Frame> {
  await frame.evaluate(() => void document.body.append(Object.assign(document.createElement('iframe'), { name: 'blank' })));
  const blank = frame.childFrames().find((child) => child.name() === 'blank');
  if (!blank) throw new Error('the page made no frame');
  return blank;
}

/** Whatever was asked that is no file of the app, or carried something in its address. */
function strangeRequests({ seen, folder }: BareHost): string[] {
  return seen.filter((line) => {
    const [method, address = ''] = line.split(' ');
    const { pathname, search } = new URL(address, 'http://localhost');
    const file = join(folder, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
    return method !== 'GET' || search !== '' || !existsSync(file) || !statSync(file).isFile();
  });
}

const foreign = new ForeignHost();
let browser: ProfileBrowser;
beforeAll(async () => {
  await foreign.open();
  browser = new ProfileBrowser();
});
afterAll(async () => {
  await browser.dispose();
  await foreign.close();
});

/** Recycles the sample, opens its report, and tries all ways out from inside each worker as it starts. Resolves with how many workers were tried. */
async function tryFromWorkers(page: AppPage): Promise<number> {
  const tries: Promise<boolean>[] = [];
  page.page.on('worker', (worker: Worker) => {
    expect(worker.url()).toMatch(/^blob:/);
    // A worker that has done its work may end before the last way is tried.
    tries.push(worker.evaluate<string[]>(waysOut(foreign.target)).then((ways) => ways.length > 20, () => false));
  });
  await page.importDataset();
  await page.startPractice('on the processor');
  await page.waitForEnd();
  await page.link('Report').click();
  await page.workbench.getByRole('row', { name: /^Recycled/ }).waitFor();
  return (await Promise.all(tries)).filter((tried) => tried).length;
}

/** Tries all ways out from every document that the app has, and from a blank frame made by each. */
async function tryFromDocuments(page: AppPage, origin: string): Promise<void> {
  const workbench = await page.frame();
  const dock = await dockIn(workbench);
  for (const frame of [workbench, page.page.mainFrame(), dock]) {
    const tried = await frame.evaluate<string[]>(waysOut(foreign.target));
    expect(tried.length).toBeGreaterThan(100);
    // The shell makes no frames any more.
    if (frame === page.page.mainFrame()) continue;
    const blank = await blankFrameIn(frame);
    expect((await blank.evaluate<string[]>(waysOut(foreign.target, { stay: true }))).length).toBeGreaterThan(80);
    // Led astray, a blank frame ends as the browser's own page about the refusal.
    await blank.evaluate(waysOut(foreign.target)).catch(() => undefined);
  }
  expect(page.page.url()).toMatch(`${origin}/#/`);
  expect(workbench.isDetached()).toBe(false);
  expect(workbench.url()).toContain(`${origin}/workbench.html`);
  expect(page.page.context().pages()).toHaveLength(2);
}

async function dockIn(workbench: Frame): Promise<Frame> {
  await workbench.evaluate(() => {
    const frame = Object.assign(document.createElement('iframe'), { name: 'dock', src: 'dock.html' });
    document.body.append(frame);
    return new Promise((resolve) => frame.addEventListener('load', resolve));
  });
  const dock = workbench.childFrames().find((child) => child.name() === 'dock');
  if (!dock) throw new Error('the page made no dock');
  return dock;
}

describe('on a host that sends no headers', () => {
  const host = new BareHost(BUILT);
  beforeAll(() => host.connect());
  afterAll(() => host.cut());

  it('nothing leaves the page, its frames or any of its workers', async () => {
    const page = new AppPage(await (await browser.reopen()).newPage());
    await page.openHome(host.origin);
    expect(await tryFromWorkers(page)).toBeGreaterThanOrEqual(3);
    await tryFromDocuments(page, host.origin);
    expect(foreign.seen).toEqual([]);
    expect(strangeRequests(host)).toEqual([]);
  });
});

describe('on our own server', () => {
  it('not even a connection is opened', async () => {
    const app = await serveApp();
    try {
      const page = new AppPage(await (await browser.reopen()).newPage());
      foreign.connections = 0;
      await page.openHome(app.origin);
      expect(await tryFromWorkers(page)).toBeGreaterThanOrEqual(3);
      await tryFromDocuments(page, app.origin);
      expect(foreign.seen).toEqual([]);
      expect(foreign.connections).toBe(0);
    } finally {
      await app.close();
    }
  });
});

/** Stands in for the weight hosts: every model consists of one text under several names, and of an empty library. The engine gets as far as that. */
async function serveHollowModels(context: BrowserContext): Promise<void> {
  const headers = { 'access-control-allow-origin': '*' };
  const body = JSON.stringify({ tokenizer_files: ['tokenizer.json'], records: [{ dataPath: 'params_shard_0.bin', nbytes: 100 }] }).padEnd(100);
  const blobId = createHash('sha1').update(`blob ${body.length}\0${body}`).digest('hex');
  const siblings = ['mlc-chat-config.json', 'tensor-cache.json', 'tokenizer.json', 'params_shard_0.bin'].map((rfilename) => ({ rfilename, size: body.length, blobId }));
  await context.route('https://huggingface.co/**', (route) => route.fulfill({ body, headers }));
  await context.route('https://huggingface.co/api/models/**', (route) => route.fulfill({ headers, json: { id: 'hollow', sha: 'a'.repeat(40), siblings, tags: [] } }));
  await context.route('https://raw.githubusercontent.com/**', (route) => route.fulfill({ headers, body: Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) }));
}

describe('the content policy', () => {
  let app: TestServer;
  beforeAll(async () => {
    app = await serveApp();
  });
  afterAll(() => app.close());

  it('holds the worker of WebLLM too', async () => {
    const context = await browser.reopen();
    // A software GPU is refused for real models; here it only has to get the worker started, which then lives on although its weights are none.
    await context.addInitScript(`Worker.prototype.terminate = () => undefined;
      for (const [name, value] of [['isFallbackAdapter', false], ['architecture', ''], ['description', '']])
      Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => value });`);
    await serveHollowModels(context);
    const page = new AppPage(await context.newPage());
    await page.openHome(app.origin);
    await page.importDataset();
    await page.link('Choose an oracle').click();
    const offer = page.workbench.locator('.offer', { hasText: 'WebLLM' }).filter({ has: page.workbench.getByRole('radio') }).first();
    await offer.getByRole('radio').click();
    await offer.getByRole('button', { name: /^Download / }).click();
    await offer.getByText('On this machine', { exact: true }).waitFor();
    await page.link('Continue to the recipe').click();
    const starting = page.page.waitForEvent('worker');
    await page.button('Start the run').click();
    const worker = await starting;
    expect(worker.url()).toMatch(/^blob:/);
    expect((await worker.evaluate<string[]>(waysOut(foreign.target))).length).toBeGreaterThan(20);
    expect(foreign.seen).toEqual([]);
  });

  it('lets no code be made from text', async () => {
    const page = new AppPage(await (await browser.reopen()).newPage());
    await page.openHome(app.origin);
    const made = await (await page.frame()).evaluate(async () => {
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

});

/** Ways that need not be seen even so: the browser refuses them everywhere, wants a person's consent, only looks up a name, or takes its time. */
const UNSEEN = [
  ...['nested-worker', 'nested-module-worker', 'service-worker', 'svg-use', 'shared-worker', 'meta-policy-report', 'fenced-frame', 'protocol-handler'],
  ...['import-scripts', 'background-fetch', 'app-touch-icon', 'prerender', 'dns-prefetch', 'speculation-prefetch', 'speculation-prerender'],
  ...['attribution', 'shared-storage', 'web-install'],
];

describe('a page without a policy', () => {
  it('lets every way out be seen', async () => {
    const open = await serveOpenPages();
    const context = await browser.reopen();
    const seen = new Set<string>();
    const [page] = context.pages();
    const ways = (await page?.evaluate<string[]>(waysOut(foreign.target, { listOnly: true }))) ?? [];
    const queue = ways.values();
    const lane = async () => {
      const host = new ForeignHost();
      await host.open();
      for (const way of queue) if (await isSeen(context, open.origin, host, way)) seen.add(way);
      await host.close();
    };
    await Promise.all([lane(), lane(), lane()]);
    await open.close();
    expect(ways.filter((way) => !seen.has(way) && !UNSEEN.includes(way))).toEqual([]);
    expect(seen.size).toBeGreaterThan(110);
  });
});

/** Tries one way from a fresh page that nothing holds back. */
async function isSeen(context: BrowserContext, openOrigin: string, host: ForeignHost, way: string): Promise<boolean> {
  host.seen.length = 0;
  host.connections = 0;
  const page = await context.newPage();
  await page.goto(openOrigin);
  // Some ways lead the page away, which ends the evaluation.
  await page.evaluate(waysOut(host.target, { only: [way] })).catch(() => undefined);
  const reached = () => (/webrtc|webtransport/.test(way) && host.seen.includes('UDP')) || host.seen.some((line) => line.includes(` /${way}?`)) || (way === 'preconnect' && host.connections > 0);
  for (let looks = 0; looks < 40 && !reached(); looks++) await new Promise((resolve) => setTimeout(resolve, 100));
  await page.close();
  return reached();
}
