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

/** Tries from inside a page or a worker to reach another origin; resolves with the ways that seemed to work. */
async function tryWaysOut(origin: string): Promise<string[]> {
  const settled = (work: () => Promise<unknown>) => work().then(() => true, () => false);
  const opened = (start: () => EventTarget) =>
    new Promise<boolean>((resolve) => {
      const target = start();
      target.addEventListener('open', () => resolve(true));
      target.addEventListener('load', () => resolve(true));
      target.addEventListener('error', () => resolve(false));
    });
  const ways: Record<string, () => Promise<boolean>> = {
    fetch: () => settled(() => fetch(`${origin}/fetch`)),
    noCorsFetch: () => settled(() => fetch(`${origin}/no-cors`, { mode: 'no-cors', method: 'POST', body: 'data' })),
    websocket: () => opened(() => new WebSocket(`${origin.replace('http', 'ws')}/websocket`)),
    eventSource: () => opened(() => new EventSource(`${origin}/event-source`)),
    module: () => settled(() => import(`${origin}/module.js`)),
    xhr: () =>
      opened(() => {
        const request = new XMLHttpRequest();
        request.open('POST', `${origin}/xhr`);
        request.send('data');
        return request;
      }),
  };
  if (typeof document !== 'undefined') {
    ways['beacon'] = () => Promise.resolve(navigator.sendBeacon(`${origin}/beacon`, 'data') && false);
    ways['image'] = () => opened(() => Object.assign(new Image(), { src: `${origin}/image.png` }));
    ways['style'] = () => opened(() => document.head.appendChild(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `${origin}/style.css` })));
    ways['frame'] = () => {
      document.body.appendChild(Object.assign(document.createElement('iframe'), { src: `${origin}/frame.html` }));
      return Promise.resolve(false);
    };
    ways['form'] = () => {
      const form = Object.assign(document.createElement('form'), { action: `${origin}/form`, method: 'post' });
      document.body.appendChild(form).submit();
      return Promise.resolve(false);
    };
  }
  const worked = await Promise.all(
    Object.entries(ways).map(async ([way, go]) => {
      const giveUp = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 3000));
      return (await Promise.race([go().catch(() => false), giveUp])) ? [way] : [];
    }),
  );
  return worked.flat();
}

describe('the content policy', () => {
  it('lets nothing out of the page nor out of any of its workers', async () => {
    const context = await browser.reopen();
    const page = new AppPage(await context.newPage());
    const fromWorkers = new Map<string, Promise<string[]>>();
    page.page.on('worker', (worker: Worker) => fromWorkers.set(worker.url(), worker.evaluate(tryWaysOut, foreign.origin)));
    await page.openHome(app.origin);
    expect(await page.page.evaluate(tryWaysOut, foreign.origin)).toEqual([]);
    await page.importDataset();
    await page.startPractice('on the processor');
    await page.waitForEnd();
    // The file worker and the oracle's worker, each from a blob that inherits the page's policy.
    expect(fromWorkers.size).toBeGreaterThanOrEqual(2);
    for (const [url, ways] of fromWorkers) {
      expect(url).toMatch(/^blob:/);
      expect(await ways, url).toEqual([]);
    }
    expect(foreign.seen).toEqual([]);
  });

  it('lets no code be made from text', async () => {
    const page = await (await browser.reopen()).newPage();
    await new AppPage(page).openHome(app.origin);
    const made = await page.evaluate(() => {
      const tries = [
        // eslint-disable-next-line @typescript-eslint/no-implied-eval -- that it is refused is what is tested
        () => new Function('return 1'),
        () => (document.body.innerHTML = '<b>text</b>'),
        () => document.body.appendChild(Object.assign(document.createElement('script'), { textContent: 'window.made = true' })),
        () => new Worker('data:text/javascript,0'),
      ];
      const passed = tries.filter((attempt) => {
        try {
          attempt();
          return true;
        } catch {
          return false;
        }
      });
      return passed.length + ('made' in window ? 10 : 0);
    });
    expect(made).toBe(0);
  });

  it('would have seen what got through', async () => {
    const page = await (await browser.reopen()).newPage();
    await page.goto(foreign.origin);
    expect(await page.evaluate(tryWaysOut, foreign.origin)).toContain('fetch');
    expect(foreign.seen.length).toBeGreaterThan(3);
  });
});
