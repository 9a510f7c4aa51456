import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';
import { findBrowser } from './find-browser.mjs';

const HELP = 'No Chrome, Chromium or Edge was found and none could be installed: install one, or set TAIN_BROWSER to the path of its program.';

/**
 * The path of a browser to test in; where there is none, installs one: Debian's `chromium` package when
 * that is allowed here, else Playwright's own download.
 * @returns {string}
 * @throws {Error} with one sentence that says what to do.
 */
export function ensureBrowser() {
  const found = findBrowser() ?? installDebianPackage() ?? downloadPlaywrightBrowser();
  if (!found) throw new Error(HELP);
  return found;
}

/** @param {string} command @param {string[]} options */
function succeeds(command, options) {
  console.log(`> ${command} ${options.join(' ')}`);
  return spawnSync(command, options, { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0;
}

function installDebianPackage() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  if (!succeeds('apt-get', ['update', '-qq']) || !succeeds('apt-get', ['install', '-y', '-qq', 'chromium'])) return undefined;
  return findBrowser();
}

function downloadPlaywrightBrowser() {
  if (!succeeds('npx', ['--no-install', 'playwright', 'install', 'chromium'])) return undefined;
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}
