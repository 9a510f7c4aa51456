// The whole test command: types, lint, build, then every test; closes with one line of counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser/ensure-browser.mjs';

/**
 * Runs one of the project's tools and shows what it prints.
 * @param {string[]} command
 * @param {Record<string, string>} [environment]
 * @returns {boolean} whether it succeeded
 */
function run(command, environment = {}) {
  console.log(`\n> ${command.join(' ')}`);
  const { status } = spawnSync('npx', ['--no-install', ...command], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, ...environment },
  });
  return status === 0;
}

/**
 * Runs all tests and counts them.
 * @param {string} browser
 */
function runTests(browser) {
  const folder = mkdtempSync(join(tmpdir(), 'tain-tests-'));
  const report = join(folder, 'report.json');
  const passed = run(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], { TAIN_BROWSER: browser });
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed, numPassedTests, numFailedTests, numPendingTests };
  } catch {
    return { passed: false, numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const browser = ensureBrowser();
const steps = [['svelte-check', '--fail-on-warnings'], ['eslint', '.'], ['vite', 'build', '--logLevel', 'warn']];
const broken = steps.filter((step) => !run(step)).map((step) => step.join(' '));
const tests = runTests(browser);
// A step that broke counts as one failed test, so that the last line never sounds better than the truth.
const failed = tests.numFailedTests + broken.length + (!tests.passed && tests.numFailedTests === 0 ? 1 : 0);
for (const step of broken) console.error(`failed: ${step}`);
console.log(`\n${tests.numPassedTests} passed, ${failed} failed${tests.numPendingTests > 0 ? `, ${tests.numPendingTests} skipped` : ''}`);
process.exitCode = failed === 0 ? 0 : 1;
