import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BareHost } from '../app/bare-host.ts';
import { BenchBrowser } from './browser.ts';
import { buildPage } from './build-page.ts';
import { contestantsOn } from './contestants.ts';
import { measureAll } from './measure.ts';
import { modelsNamed } from './models.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { withSection } from './report/document.ts';
import type { ModelResult } from './report/model-section.ts';
import { runSection } from './report/run-section.ts';
import { makeWorkload, type Workload } from './workload.ts';

const DOCUMENT = fileURLToPath(new URL('../../BENCHMARKS.md', import.meta.url));
const LIBRARIES = ['@huggingface/transformers', 'onnxruntime-web'];

async function measureModels(browser: BenchBrowser, options: BenchOptions, folder: string, workload: Workload): Promise<ModelResult[]> {
  const results: ModelResult[] = [];
  for (const plan of modelsNamed(options.models)) {
    for (const device of plan.devices.filter((one) => options.devices.includes(one))) {
      const model = plan.prepare(join(folder, 'models'), device);
      const measurements = await measureAll(browser, model, contestantsOn(device, options.lanes), workload, options.rounds);
      results.push({ plan, model, measurements });
    }
  }
  return results;
}

function versionOf(library: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`../../node_modules/${library}/package.json`, import.meta.url), 'utf8')) as { version: string };
  return version;
}

async function run(args: readonly string[], folder: string): Promise<void> {
  const options = readOptions(args);
  const workload = makeWorkload(options.records, options.answerScale);
  await buildPage(folder);
  const host = new BareHost(folder);
  await host.connect();
  const browser = await BenchBrowser.open(host.origin, options.gpu);
  try {
    const limits = await browser.page.evaluate(() => bench.machineLimits());
    const results = await measureModels(browser, options, folder, workload);
    const versions = Object.fromEntries(LIBRARIES.map((library) => [library, versionOf(library)]));
    const command = ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' ');
    const text = runSection({ command, options, date: new Date(), browser: browser.version, gpu: await browser.gpuName(), versions, limits, workload, results });
    console.log(`\n${text}`);
    const name = options.gpu ? 'gpu' : 'cpu';
    if (options.write) writeFileSync(DOCUMENT, withSection(existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '', name, text));
  } finally {
    await browser.close();
    await host.cut();
  }
}

const folder = mkdtempSync(join(tmpdir(), 'tain-bench-'));
try {
  await run(process.argv.slice(2), folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
