import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { ensureBrowser } from '../browser/ensure-browser.mjs';
import { BROWSER_FLAGS } from '../browser/find-browser.mjs';
import type { BenchPage } from './page/bench-api.ts';

/** A machine's own GPU, by Vulkan, where Chromium would take none without a screen. */
const GPU_FLAGS = ['--no-sandbox', '--enable-unsafe-webgpu', '--enable-features=Vulkan', '--use-angle=vulkan', '--disable-vulkan-surface', '--ignore-gpu-blocklist', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'];

declare global {
  var bench: BenchPage;
}

/** A headless browser on the page that measures. */
export class BenchBrowser {
  readonly version: string;
  readonly page: Page;
  readonly #browser: Browser;
  readonly #session: CDPSession;

  private constructor(browser: Browser, page: Page, session: CDPSession) {
    this.#browser = browser;
    this.page = page;
    this.#session = session;
    this.version = browser.version();
  }

  static async open(origin: string, gpu: boolean): Promise<BenchBrowser> {
    const browser = await chromium.launch({ executablePath: ensureBrowser(), args: gpu ? GPU_FLAGS : BROWSER_FLAGS });
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(message.text());
    });
    await page.goto(`${origin}/index.html`);
    await page.waitForFunction(() => 'bench' in globalThis);
    return new BenchBrowser(browser, page, await browser.newBrowserCDPSession());
  }

  /** Seconds of processor time that the browser has taken so far, in all its processes. Other programs on the machine do not add to it. */
  async cpuSeconds(): Promise<number> {
    const { processInfo } = await this.#session.send('SystemInfo.getProcessInfo');
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  }

  /** The GPU as WebGPU names it; undefined where there is none. */
  gpuName(): Promise<string | undefined> {
    return this.page.evaluate(async () => {
      const adapter = await navigator.gpu?.requestAdapter();
      if (!adapter) return undefined;
      const { vendor, architecture, description } = adapter.info;
      return [vendor, architecture, description].filter((part) => part !== '').join(' ');
    });
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
