import { readFileSync } from 'node:fs';
import type { Download, Frame, FrameLocator, Page } from 'playwright';
import { expect } from 'vitest';

// An emulated GPU on a busy machine needs many minutes for a record that never ends.
const RUN_TIME_LIMIT_MS = 1_100_000;

/** What a person does on the page, by the names that a person sees. */
export class AppPage {
  /** The shell's page: addresses, keys, downloads, workers. */
  readonly page: Page;
  /** Finds what the person sees: everything visible is in the workbench's frame. Goes on working over reloads. */
  readonly workbench: FrameLocator;

  constructor(page: Page) {
    this.page = page;
    this.workbench = page.frameLocator('iframe.workbench');
  }

  /** The workbench's frame as it is now, for evaluating in it. A reload makes another one. */
  async frame(): Promise<Frame> {
    const frame = await this.page.locator('iframe.workbench').elementHandle().then((element) => element?.contentFrame());
    if (!frame) throw new Error('the page holds no workbench');
    return frame;
  }

  async openHome(origin: string): Promise<void> {
    await this.page.goto(`${origin}/`);
    await this.button('Choose a file').waitFor();
  }

  /** Reads a file, or the sample without one, and waits for the dataset screen. */
  async importDataset(path?: string): Promise<void> {
    if (path === undefined) await this.button('Try the sample dataset').click();
    else await this.workbench.locator('input[type=file]').first().setInputFiles(path);
    await this.workbench.getByRole('heading', { name: 'About this dataset' }).waitFor();
  }

  /** From the dataset screen to the recipe, with the practice oracle and so many lanes, or as many as are best here. */
  async chooseOracle(device: 'on the GPU' | 'on the processor', lanes?: number): Promise<void> {
    await this.link('Choose an oracle').click();
    await this.workbench.locator('.offer', { hasText: 'Practice oracle' }).filter({ hasText: device }).getByRole('radio').click();
    if (lanes !== undefined) await this.workbench.getByLabel('Lanes', { exact: true }).selectOption(String(lanes));
    await this.link('Continue to the recipe').click();
    await this.button('Start the run').waitFor();
  }

  /** From the dataset screen to a run that has begun, with the recipe that is chosen, the paper's at first. */
  async startPractice(device: 'on the GPU' | 'on the processor', lanes?: number): Promise<void> {
    await this.chooseOracle(device, lanes);
    await this.button('Start the run').click();
    await this.workbench.getByRole('progressbar', { name: 'Progress of the run' }).waitFor();
  }

  /** Records that are done, as the progress bar says. */
  async doneCount(): Promise<number> {
    const value = await this.workbench.getByRole('progressbar', { name: 'Progress of the run' }).getAttribute('aria-valuenow');
    return Number(value);
  }

  async waitUntilDone(count: number): Promise<void> {
    await expect.poll(() => this.doneCount(), { timeout: RUN_TIME_LIMIT_MS, interval: 100 }).toBeGreaterThanOrEqual(count);
  }

  async waitForEnd(): Promise<void> {
    await this.workbench.getByText('Every record is done').waitFor({ timeout: RUN_TIME_LIMIT_MS });
  }

  /** The bytes and the name of the dataset that the export step saves. */
  async exportDataset(format: 'JSON' | 'JSON Lines'): Promise<SavedFile> {
    await this.link('Export').first().click();
    await this.workbench.getByRole('radio', { name: format, exact: true }).click();
    return this.save('Save the dataset');
  }

  async exportManifest(): Promise<SavedFile> {
    return this.save('Save manifest.json');
  }

  button(name: string) {
    return this.workbench.getByRole('button', { name, exact: true });
  }

  /** A link or a button: which of the two leads on is the page's affair. */
  link(name: string) {
    return this.workbench.getByRole('link', { name, exact: true }).or(this.button(name));
  }

  /** What a button hands to the browser's downloads. */
  async save(button: string): Promise<SavedFile> {
    const downloading = this.page.waitForEvent('download');
    await this.button(button).click();
    return savedFile(await downloading);
  }
}

/** A file that the page handed to the browser's downloads. */
export interface SavedFile {
  readonly name: string;
  readonly text: string;
}

async function savedFile(download: Download): Promise<SavedFile> {
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
}
