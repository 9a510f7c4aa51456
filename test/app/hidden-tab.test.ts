import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { BROWSER_FLAGS, findBrowser } from '../browser/find-browser.mjs';
import { AppPage } from './app-page.ts';
import { serveApp, type TestServer } from './built-app.ts';

const PATIENCE_MS = 600_000;
/** Enough that the tab is hidden long before they are done. */
const ROWS = 600;

let app: TestServer;
let folder: string;
let browser: ChildProcess;
/** Where the browser can be reached from outside, such as `ws://127.0.0.1:9222/devtools/browser/…`. */
let address: string;

// A browser that Playwright holds takes every page for visible. This one is let go of while the run works.
beforeAll(async () => {
  app = await serveApp();
  folder = mkdtempSync(join(tmpdir(), 'tain-hidden-'));
  const flags = [...BROWSER_FLAGS, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${folder}`];
  // In a group of its own, so that it can be ended with all its processes.
  browser = spawn(findBrowser() ?? '', flags, { stdio: ['ignore', 'ignore', 'pipe'], detached: true });
  address = await listeningAddress(browser);
});
afterAll(async () => {
  await endBrowser(browser);
  removeProfile(folder);
  await app.close();
});

/** With all its processes: those that outlive the first one still write to the profile. */
async function endBrowser(started: ChildProcess): Promise<void> {
  if (started.pid === undefined || started.exitCode !== null) return;
  const ended = new Promise((resolve) => started.once('exit', resolve));
  if (process.platform === 'win32') started.kill();
  else process.kill(-started.pid, 'SIGKILL');
  await ended;
}

/** The last process may still be on its way out and put a file where one was just removed; a profile that stays in the temporary folder harms nobody. */
function removeProfile(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 10 });
  } catch (error) {
    console.warn(`left behind: ${path} (${String(error)})`);
  }
}

/** The browser says it among its other complaints. */
function listeningAddress({ stderr }: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve) =>
    stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    }),
  );
}

/** Titles of the browser's pages, asked for without touching them. */
async function titles(): Promise<string[]> {
  const list = (await (await fetch(`http://${new URL(address).host}/json/list`)).json()) as { title: string }[];
  return list.map(({ title }) => title);
}

it('a run works on to its end in a tab that is hidden behind another', async () => {
  const held = await chromium.connectOverCDP(address);
  const context = held.contexts()[0];
  if (!context) throw new Error('the browser has no profile');
  const person = new AppPage(await context.newPage());
  await person.openHome(app.origin);
  const dataset = join(folder, 'hills.json');
  writeFileSync(dataset, JSON.stringify(Array.from({ length: ROWS }, (_, n) => ({ instruction: `Name hill number ${n}.`, input: '', output: `Hill ${n}.` }))));
  await person.importDataset(dataset);
  await person.startPractice('on the processor');
  await person.page.evaluate(() => {
    const workbench = document.querySelector<HTMLIFrameElement>('iframe.workbench');
    let workedHidden = false;
    setInterval(() => {
      if (document.visibilityState !== 'hidden') return;
      const done = workbench?.contentDocument?.body.textContent.includes('Every record is done');
      if (!done) workedHidden = true;
      else document.title = workedHidden ? 'ended while hidden' : 'ended before it was hidden';
    }, 200);
  });
  await (await context.newPage()).bringToFront();
  await held.close();
  await expect.poll(titles, { timeout: PATIENCE_MS, interval: 500 }).toContain('ended while hidden');
});
