import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { LedgerEntry } from '../../../src/seal/seal.ts';
import { ScriptedOracles } from '../../ui/scripted-oracles.ts';
import { ScriptedSeal } from '../../ui/scripted-seal.ts';
import { button, expectAccessible, heading, type MountedPage, mountPage } from './mounted-page.ts';

const FILE: LedgerEntry = { atMs: 0, method: 'GET', url: `${location.origin}/assets/main.js`, place: 'site', asker: 'page', answer: 'copy', status: 200, sizeBytes: 1_500 };
const LEAK: LedgerEntry = { ...FILE, method: undefined, url: `https://elsewhere.example/?${'secret='.repeat(60)}`, place: 'elsewhere', asker: 'worker', answer: 'blocked', status: undefined, sizeBytes: undefined };

let mounted: MountedPage;
afterEach(() => mounted.close());

async function openPage(seal: ScriptedSeal, hash = '#/privacy'): Promise<void> {
  mounted = await mountPage(new ScriptedOracles({ lanes: 1, pieceMs: 0 }), hash, `test-${crypto.randomUUID()}`, seal);
}

const rows = () => page.getByRole('table', { name: 'Requests' }).getByRole('row').elements().length;

describe('the privacy screen', () => {
  it('lists every request by page and kind, newest first', async () => {
    const files = Array.from({ length: 60 }, (_, index) => ({ ...FILE, url: `${location.origin}/assets/${index}.js` }));
    await openPage(new ScriptedSeal({ entries: [...files, LEAK], totals: { leftOut: 7, methodUnknown: 2 } }));
    await expect.element(heading('What leaves this machine')).toBeVisible();
    await expect.element(page.getByText('/assets/59.js')).toBeVisible();
    expect(rows()).toBe(26);
    await expect.element(page.getByText('7 earlier lines made room')).toBeVisible();
    await expectAccessible();
    await page.getByLabelText('Show').selectOptions('Refused or blocked');
    await expect.element(page.getByRole('cell', { name: 'blocked by the content policy' })).toBeVisible();
    expect(rows()).toBe(2);
    await page.getByLabelText('Show').selectOptions('Asked of a host');
    await expect.element(page.getByText('No such request')).toBeVisible();
    await expectAccessible();
  });

  it('says of each protection whether it is in force, and what holds without it', async () => {
    await openPage(new ScriptedSeal({ protections: { frame: 'missing', allowlist: 'unsupported' } }));
    await expect.element(page.getByText('Open it from the start page.')).toBeVisible();
    await expect.element(page.getByText('Not known to this browser')).toBeVisible();
    expect(page.getByText('In force', { exact: true }).elements()).toHaveLength(4);
    await expectAccessible();
  });

  it('follows the copy from its first bytes to its end', async () => {
    const seal = new ScriptedSeal({ standing: { kind: 'installing', doneBytes: 5e6, totalBytes: 20e6 } });
    await openPage(seal);
    await expect.element(page.getByText('5 MB of 20 MB')).toBeVisible();
    await expect.element(page.getByRole('banner').getByText('Preparing for offline, 25%')).toBeVisible();
    await expectAccessible();
    seal.offline.standing = { kind: 'unavailable', obstacle: 'no-connection', detail: 'assets/main.js: HTTP 503' };
    await expect.element(page.getByText('assets/main.js: HTTP 503')).toBeVisible();
    await expect.element(button('Try again')).toBeVisible();
    await expectAccessible();
    seal.offline.standing = { kind: 'ready' };
    await expect.element(page.getByRole('banner').getByText('Works offline')).toBeVisible();
  });
});

describe('a new version', () => {
  it('is offered on every screen, and waits for work in another tab', async () => {
    const seal = new ScriptedSeal({ standing: { kind: 'update-ready' } });
    await openPage(seal, '#/');
    await expect.element(button('Choose a file')).toBeVisible();
    await expect.element(page.getByText('A new version is ready')).toBeVisible();
    await expectAccessible();
    const release = seal.offline.hold();
    await button('Reload').click();
    await expect.element(page.getByText('Another tab of this page is at work')).toBeVisible();
    release();
    await button('Later').click();
    await expect.element(page.getByText('A new version is ready')).not.toBeInTheDocument();
  });
});
