import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppPage } from './app-page.ts';
import { ProfileBrowser, serveApp, strangers, type TestServer } from './built-app.ts';
import { ForeignHost } from './foreign-host.ts';
import { XSS_FIELD_NAMES, XSS_FILE_NAME, XSS_VECTORS } from './xss-vectors.ts';

const PATIENCE_MS = 60_000;

interface HostileRecord {
  readonly instruction: string;
  readonly input: string;
  readonly output: string;
}

const foreign = new ForeignHost();
const folder = mkdtempSync(join(tmpdir(), 'tain-hostile-'));
let app: TestServer;
let browser: ProfileBrowser;
beforeAll(async () => {
  [app] = await Promise.all([serveApp(), foreign.open()]);
  browser = new ProfileBrowser();
});
afterAll(async () => {
  await browser.dispose();
  await Promise.all([app.close(), foreign.close()]);
  rmSync(folder, { recursive: true });
});

/** Each vector as an instruction, as an input and as a response; hostile field names beside them. */
function hostileRecords(): HostileRecord[] {
  const texts = XSS_VECTORS.map(([, text]) => text.replaceAll('FOREIGN', foreign.target.origin));
  const at = (index: number) => texts[index % texts.length] ?? '';
  return texts.map((instruction, index) => ({ instruction, input: at(index + 1), output: at(index + 2) }));
}

function writeDataset(records: readonly HostileRecord[]): string {
  const path = join(folder, XSS_FILE_NAME);
  const lines = records.map((record, index) => {
    const name = XSS_FIELD_NAMES[index % XSS_FIELD_NAMES.length];
    return `${JSON.stringify(record).slice(0, -1)}, ${JSON.stringify(name)}: ${JSON.stringify(record.instruction)}}`;
  });
  writeFileSync(path, `[\n${lines.join(',\n')}\n]`);
  return path;
}

/** Notes every sign that a text was taken for more than text, in any document of the page. */
async function watchForSigns(context: BrowserContext): Promise<string[]> {
  const signs: string[] = [];
  await context.exposeFunction('reportSign', (sign: string) => void signs.push(sign));
  await context.addInitScript(`
    const report = window.reportSign;
    window.xss = (kind) => report('ran: ' + kind);
    addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) => report('refused: ' + effectiveDirective + ' ' + blockedURI));
  `);
  context.on('page', (page) => {
    page.on('dialog', (dialog) => {
      signs.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('framenavigated', (frame) => signs.push(`went to: ${frame.url()}`));
  });
  return signs;
}

describe('a dataset of hostile texts', () => {
  it('is imported, recycled, looked through and saved as text and nothing else', async () => {
    const records = hostileRecords();
    const context = await browser.reopen();
    const signs = await watchForSigns(context);
    const page = new AppPage(await context.newPage());
    await page.openHome(app.origin);
    await page.importDataset(writeDataset(records));
    expect(await page.workbench.locator('header .subject').textContent()).toBe(XSS_FILE_NAME);
    await expectShown(page, records[0]?.instruction ?? '');
    await page.startPractice('on the processor');
    await page.waitForEnd();
    const review = `${page.page.url().replace(/\/run$/, '')}/review?record=`;
    for (const [index, record] of records.entries()) await expectLiteral(page, `${review}${index + 1}`, record);
    const saved = JSON.parse((await page.exportDataset('JSON')).text) as Record<string, unknown>[];
    const own = (value: Record<string, unknown>, name: string) => Object.getOwnPropertyDescriptor(value, name)?.value as unknown;
    expect(saved.map((record, index) => own(record, XSS_FIELD_NAMES[index % XSS_FIELD_NAMES.length] ?? ''))).toEqual(records.map(({ instruction }) => instruction));
    expect(signs.filter((sign) => !sign.startsWith(`went to: ${app.origin}/`))).toEqual([]);
    expect(foreign.seen).toEqual([]);
    expect(strangers(browser.requested, app.origin)).toEqual([]);
    expect(browser.complaints).toEqual([]);
    // The watch itself works.
    await (await page.frame()).evaluate('xss("watched")');
    await expect.poll(() => signs, { timeout: PATIENCE_MS }).toContain('ran: watched');
  });
});

async function expectShown({ workbench }: AppPage, text: string): Promise<void> {
  await expect.poll(() => workbench.locator('.text').allTextContents(), { timeout: PATIENCE_MS }).toContain(text);
}

/** Opens a record in the review, and finds each of its texts there, character by character. */
async function expectLiteral(page: AppPage, address: string, record: HostileRecord): Promise<void> {
  await page.page.goto(address);
  for (const text of [record.instruction, record.input, record.output]) await expectShown(page, text);
}
