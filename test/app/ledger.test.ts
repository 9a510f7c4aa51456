import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { BareHost } from './bare-host.ts';
import { BUILT, ProfileBrowser } from './built-app.ts';

const PATIENT = { timeout: 300_000 };

interface SavedEntry {
  readonly url: string;
  readonly method?: string;
  readonly place: string;
  readonly asker: string;
  readonly answer: string;
}

let host: BareHost;
let browser: ProfileBrowser;
let page: AppPage;

// One visit to a host that sends no header of its own, told in order.
beforeAll(async () => {
  host = new BareHost(BUILT);
  await host.connect();
  browser = new ProfileBrowser();
  page = new AppPage(await (await browser.reopen()).newPage());
  await page.openHome(host.origin);
  await page.workbench.locator('header').getByText('Works offline').waitFor({ ...PATIENT, state: 'attached' });
  await page.importDataset();
  await page.startPractice('on the processor');
  await page.waitForEnd();
}, 1_200_000);
afterAll(async () => {
  await browser.dispose();
  await host.cut();
});

async function openPrivacy(): Promise<void> {
  await page.workbench.getByRole('link', { name: 'Privacy' }).click();
  await page.workbench.getByRole('heading', { name: 'What leaves this machine', level: 1 }).waitFor();
}

/** The ledger as it is saved: the sums, and the entries. */
async function saveLedger(): Promise<{ totals: Record<string, unknown>; entries: SavedEntry[] }> {
  const { text } = await page.save('Save the ledger');
  const [head, ...lines] = text.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
  return { totals: (head as { totals: Record<string, unknown> }).totals, entries: lines as SavedEntry[] };
}

describe('the ledger of a whole run', () => {
  it('holds every request that reached the host, and no others than for the app’s own files', async () => {
    await openPrivacy();
    const { totals, entries } = await saveLedger();
    const asked = entries.filter(({ answer }) => answer === 'network').map(({ url }) => new URL(url).pathname);
    const seen = host.seen.map((line) => line.replace('GET ', ''));
    // The browser asks for the service worker's script by itself.
    expect([...new Set(seen)].filter((path) => !asked.includes(path))).toEqual([]);
    expect([...new Set(asked)].filter((path) => !seen.includes(path))).toEqual([]);
    expect(seen.filter((path) => path.includes('?'))).toEqual([]);
    expect(entries.filter(({ place, answer }) => place !== 'site' || answer === 'blocked' || answer === 'refused')).toEqual([]);
    expect(totals).toMatchObject({ requests: entries.length, withBody: 0, leftOut: 0 });
    expect(new Set(entries.map(({ asker }) => asker))).toEqual(new Set(['browser', 'shell', 'page', 'worker', 'offline-copy']));
  });

  it('shows what the page and its workers tried in vain', async () => {
    const frame = await page.frame();
    const tryOut = async () => {
      const ways = ['https://elsewhere.example/?secret=1', './nothing-here?secret=2', 'data/secret'];
      await Promise.all([...ways.map((way) => fetch(new URL(way, location.origin)).catch(() => undefined)), fetch(location.origin, { method: 'POST', body: 'x' }).catch(() => undefined)]);
    };
    await frame.evaluate(tryOut);
    await page.page.workers()[0]?.evaluate(() => fetch('https://elsewhere.example/?secret=3').catch(() => undefined));
    await expect.poll(() => page.workbench.getByRole('cell', { name: 'blocked by the content policy' }).count(), PATIENT).toBe(2);
    await expect.poll(() => page.workbench.getByRole('cell', { name: 'refused by the service worker' }).count(), PATIENT).toBe(3);
    await page.workbench.getByLabel('Show').selectOption('Refused or blocked');
    expect(await page.workbench.getByRole('table', { name: 'Requests' }).getByRole('row').count()).toBe(6);
    const { entries } = await saveLedger();
    const stopped = entries.filter(({ answer }) => answer === 'blocked' || answer === 'refused');
    const told = stopped.map(({ method = '?', url, answer, place, asker }) => [method, url.slice(url.lastIndexOf('/')), answer, place, asker].join(' '));
    expect(told.sort()).toEqual(
      [
        '? /?secret=1 blocked elsewhere page',
        '? /?secret=3 blocked elsewhere worker',
        'GET /nothing-here?secret=2 refused site page',
        'GET /secret refused site page',
        'POST / refused site page',
      ].sort(),
    );
  });

  it('begins anew with the page, whose headers then come with the copy', async () => {
    await page.page.reload();
    await page.workbench.getByRole('heading', { name: 'What leaves this machine', level: 1 }).waitFor();
    const inForce = page.workbench.getByRole('listitem').filter({ hasText: 'In force' });
    await expect.poll(() => inForce.count(), PATIENT).toBe(6);
    const { entries } = await saveLedger();
    const asked = entries.filter(({ answer }) => answer !== 'copy').map(({ url, asker }) => [new URL(url).pathname, asker]);
    expect(asked).toEqual([['/service-worker.js', 'offline-copy']]);
    // Now three policies forbid it, and it is still one attempt.
    await (await page.frame()).evaluate(() => fetch('https://elsewhere.example/again').catch(() => undefined));
    await expect.poll(() => page.workbench.getByRole('cell', { name: 'blocked by the content policy' }).count(), PATIENT).toBe(1);
    expect((await saveLedger()).entries.filter(({ answer }) => answer === 'blocked')).toHaveLength(1);
  });
});
