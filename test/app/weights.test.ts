import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';
import { COMMIT, leaveHub, PUBLISHED_ID, serveHub } from './weight-host.ts';

const TITLE = 'SmolLM2 135M';
const HUB = 'https://huggingface.co/';
const PACKED = join(tmpdir(), `tain-packed-${process.pid}.zip`);

let app: TestServer;
let online: ProfileBrowser;
let airGapped: ProfileBrowser;
beforeAll(async () => {
  app = await serveApp();
  online = new ProfileBrowser();
  airGapped = new ProfileBrowser();
});
afterAll(async () => {
  await online.dispose();
  await airGapped.dispose();
  await app.close();
  rmSync(PACKED, { force: true });
});

/** From the oracle screen to a run of two records with the model that was fetched or imported. */
async function runTwoRecords(page: AppPage): Promise<void> {
  const offer = offerOf(page);
  await offer.getByText('On this machine').waitFor();
  await offer.getByRole('radio').click();
  await page.link('Continue to the recipe').click();
  await page.button('Start the run').click();
  await page.waitUntilDone(2);
  await page.button('Pause').click();
}

/** The offer of the model that the hub stands for. */
function offerOf(page: AppPage): Locator {
  return page.workbench.locator('.offer', { hasText: TITLE });
}

// The tests go on from one another: what one brings here the next one uses.
describe('a model of the catalogue', () => {
  it('is fetched through the dock after a failing server, resolved to its commit, and from then on runs without a request', async () => {
    const context = await online.reopen();
    let failures = 1;
    await serveHub(context, async (path, route) => {
      if (path !== 'onnx/model_quantized.onnx' || failures === 0) return false;
      failures -= 1;
      await route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' } });
      return true;
    });
    const page = new AppPage(await context.newPage());
    await page.openHome(app.origin);
    await page.importDataset();
    await page.link('Choose an oracle').click();
    const offer = offerOf(page);
    await offer.getByRole('radio').click();
    await offer.getByRole('button', { name: /^Download / }).click();
    await offer.getByText('On this machine').waitFor();
    const outside = strangers(online.requested, app.origin);
    expect(outside[0]).toBe(`${HUB}api/models/${PUBLISHED_ID}/revision/main?blobs=true`);
    expect(outside.slice(1).filter((address) => !address.startsWith(`${HUB}${PUBLISHED_ID}/resolve/${COMMIT}/`))).toEqual([]);
    expect(new Set(outside).size).toBe(6);
    await leaveHub(context);
    await runTwoRecords(page);
    expect(strangers(online.requested, app.origin)).toEqual(outside);
    const { name } = await page.exportDataset('JSON');
    expect(name).toBe('sample.recycled.json');
  });

  it('is packed into one file', async () => {
    const context = await online.reopen();
    const page = new AppPage(await context.newPage());
    await page.openHome(app.origin);
    await page.link('Models').click();
    await page.button(`Pack for another machine: ${TITLE}`).click();
    const link = page.workbench.getByRole('link', { name: /^Save .*\.zip$/ });
    const downloading = page.page.waitForEvent('download');
    await link.click();
    await (await downloading).saveAs(PACKED);
  });

  it('is carried to a machine without a network, and runs there', async () => {
    const context = await airGapped.reopen();
    const page = new AppPage(await context.newPage());
    await page.openHome(app.origin);
    await page.link('Models').click();
    const choosing = page.page.waitForEvent('filechooser');
    await page.button('Choose a packed file').click();
    await (await choosing).setFiles(PACKED);
    await page.workbench.getByText(`${TITLE} is on this machine now.`).waitFor();
    await page.link('Tain, start page').click();
    await page.importDataset();
    await page.link('Choose an oracle').click();
    await runTwoRecords(page);
    expect(strangers(airGapped.requested, app.origin)).toEqual([]);
    expect(airGapped.complaints).toEqual([]);
  });
});
