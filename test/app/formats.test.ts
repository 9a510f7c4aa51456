import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';

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

// One record is done at once; the others keep the oracle in work for as long as the test needs it.
const ENDLESS = join(mkdtempSync(join(tmpdir(), 'tain-formats-')), 'endless.json');
const endless = Array.from({ length: 40 }, (_, number) => ({ instruction: `Count to ${number}. (practice: endless)`, output: 'One.' }));
writeFileSync(ENDLESS, JSON.stringify([{ instruction: 'Say hello.', output: 'Hello.' }, ...endless]));

const SCHEMA = '{"type":"object","properties":{"better":{"type":"boolean"}},"required":["better"]}';

/** Asks the oracle inside a worker of the page, as the page itself would, for an answer in a format. */
async function askForJson(worker: Worker, schema: string): Promise<unknown> {
  return worker.evaluate(async (format) => {
    const port = globalThis as unknown as EventTarget & { postMessage: (message: { id?: number; kind: string; value?: { text: string; finishReason: string } }) => void };
    const post = port.postMessage.bind(globalThis);
    // Numbers of the page's own calls are positive.
    const id = -1;
    const options = { temperature: 1, topP: 1, seed: 1, maxNewTokens: 60, minNewTokens: 1, format };
    return new Promise((resolve) => {
      port.postMessage = (message) => (message.id !== id ? post(message) : message.kind === 'event' ? undefined : resolve(message.value && { text: message.value.text, finishReason: message.value.finishReason }));
      const data = { kind: 'call', id, name: 'ask', argument: { prompt: { system: '', user: 'Is it better?' }, options } };
      port.dispatchEvent(new MessageEvent('message', { data }));
    });
  }, { kind: 'json-schema', schema });
}

describe('the oracle’s worker on the built page', () => {
  it('writes in a format under the page’s own policy, without asking another host', async () => {
    const page = new AppPage(await (await browser.reopen()).newPage());
    const workers: Worker[] = [];
    page.page.on('worker', (worker) => workers.push(worker));
    await page.openHome(app.origin);
    await page.importDataset(ENDLESS);
    await page.startPractice('on the processor');
    await page.waitUntilDone(1);
    // Others do not know the call.
    const answers = await Promise.all(workers.map((worker) => askForJson(worker, SCHEMA)));
    expect(answers).toContainEqual({ text: expect.stringMatching(/^\{"better": (?:true|false)\}$/) as string, finishReason: 'stop' });
    expect(strangers(browser.requested, app.origin)).toEqual([]);
    expect(browser.complaints).toEqual([]);
  });
});
