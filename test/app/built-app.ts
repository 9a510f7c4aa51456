import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { readlink } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium } from 'playwright';
import { preview } from 'vite';
import { BROWSER_FLAGS, findBrowser } from '../browser/find-browser.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Folder of the built page; another one than the usual may be named, to test a build beside it. */
export const BUILT = process.env['TAIN_DIST'] ?? join(ROOT, 'dist');

/** A server that a test started, with its origin, such as `http://localhost:4173`. */
export interface TestServer {
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves the built page the way `npm start` does. */
export async function serveApp(): Promise<TestServer> {
  if (!existsSync(join(BUILT, 'index.html'))) throw new Error('There is no built page: run `npm run build` first.');
  const server = await preview({ root: ROOT, configFile: join(ROOT, 'vite.config.ts'), logLevel: 'warn', preview: { open: false }, build: { outDir: BUILT } });
  const { port } = server.httpServer.address() as AddressInfo;
  return { origin: `http://localhost:${port}`, close: () => server.close() };
}

/** A browser with a profile of its own on disk, which lasts over `reopen`. */
export class ProfileBrowser {
  readonly #folder = mkdtempSync(join(tmpdir(), 'tain-profile-'));
  /** Addresses of everything the pages and their workers asked for, in order. */
  readonly requested: string[] = [];
  /** What the pages wrote to the console as errors, content policy violations among them. */
  readonly complaints: string[] = [];
  #context: BrowserContext | undefined;

  /** Starts the browser, or starts it anew on the same profile. */
  async reopen(): Promise<BrowserContext> {
    await this.#context?.close();
    const context = await chromium.launchPersistentContext(this.#folder, {
      executablePath: findBrowser() ?? '',
      args: BROWSER_FLAGS,
      acceptDownloads: true,
      viewport: { width: 1280, height: 900 },
    });
    context.on('request', (request) => this.requested.push(request.url()));
    context.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text());
    });
    context.on('weberror', (webError) => this.complaints.push(webError.error().message));
    this.#context = context;
    return context;
  }

  /** Ends the browser's processes at once, without letting it write anything. */
  async kill(): Promise<void> {
    const context = this.#context;
    this.#context = undefined;
    const process = await mainProcess(this.#folder);
    const closed = new Promise((resolve) => context?.once('close', resolve));
    globalThis.process.kill(process, 'SIGKILL');
    await closed;
  }

  /** Ends the browser and removes its profile. */
  async dispose(): Promise<void> {
    await this.#context?.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Those addresses that are not of the given origin; `blob:` addresses of the origin are its own. */
export function strangers(addresses: readonly string[], origin: string): string[] {
  return addresses.filter((address) => !address.startsWith(`${origin}/`) && !address.startsWith(`blob:${origin}/`));
}

/** Chromium names its main process in its profile's lock, a link to `host-pid`. */
async function mainProcess(profile: string): Promise<number> {
  return Number((await readlink(join(profile, 'SingletonLock'))).split('-').at(-1));
}
