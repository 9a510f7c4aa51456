import axe from 'axe-core';
import { mount, unmount } from 'svelte';
import { expect } from 'vitest';
import { page } from 'vitest/browser';
import { WorkerFileDesk } from '../../../src/pipeline/file-desk.ts';
import fileUrl from '../../../src/pipeline/file.worker.ts?worker&url';
import { WorkerReportDesk } from '../../../src/pipeline/report-desk.ts';
import reportUrl from '../../../src/pipeline/report.worker.ts?worker&url';
import { PRESETS } from '../../../src/reflection/recipes.ts';
import { openStore, type OpenStore } from '../../../src/store/open-store.ts';
import App from '../../../src/ui/App.svelte';
import '../../../src/ui/design/tokens.css';
import '../../../src/ui/design/base.css';
import type { Oracles } from '../../../src/oracle/oracles.ts';
import type { Seal } from '../../../src/seal/seal.ts';
import { ScriptedSeal } from '../../ui/scripted-seal.ts';


/** The whole page on a store of its own, with oracles that are given. */
export interface MountedPage {
  readonly store: OpenStore;
  /** Takes the page away, as at the end of a visit. What it stored stays. */
  close(): Promise<void>;
}

/** Opens the page at an address from `#` on. `storeName` leads back to what an earlier visit stored; files that are dropped go to the page’s own store, which is the one without it. */
export async function mountPage(oracles: Oracles, hash: string, storeName?: string, seal: Seal = new ScriptedSeal()): Promise<MountedPage> {
  await page.viewport(1280, 900);
  location.hash = hash;
  // What index.html says.
  document.documentElement.lang = 'en';
  // Colours must not be measured on their way from one theme to the other.
  for (const duration of ['--quick', '--steady']) document.documentElement.style.setProperty(duration, '0ms');
  const store = await openStore(storeName === undefined ? {} : { name: storeName });
  const files = new WorkerFileDesk((url) => new Worker(url, { type: 'module' }), fileUrl);
  const reports = new WorkerReportDesk((url) => new Worker(url, { type: 'module' }), reportUrl);
  const services = { store, files, reports, method: { presets: PRESETS }, seal, oracles };
  const app = mount(App, { target: document.body, props: { opening: Promise.resolve(services) } });
  const close = async () => {
    await unmount(app);
    files.close();
    reports.close();
    store.close();
  };
  return { store, close };
}

/** Free of what axe finds, in the dark and in the light. */
export async function expectAccessible(): Promise<void> {
  for (const theme of ['dark', 'light']) {
    document.documentElement.dataset['theme'] = theme;
    const { violations } = await axe.run({ resultTypes: ['violations'] });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  }
}

/** Drops files on the page, the way a person does. */
export function drop(...files: readonly File[]): void {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
}

export const heading = (name: string) => page.getByRole('heading', { name, level: 1 });
export const button = (name: string) => page.getByRole('button', { name, exact: true });
