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
import { type RunFacts, runSection } from './report/run-section.ts';
import { makeWorkload } from './workload.ts';

const DOCUMENT = fileURLToPath(new URL('../../BENCHMARKS.md', import.meta.url));
const LIBRARIES = ['@huggingface/transformers', 'onnxruntime-web'];

function versionOf(library: string): string {
  const { version } = JSON.parse(readFileSync(new URL(`../../node_modules/${library}/package.json`, import.meta.url), 'utf8')) as { version: string };
  return version;
}

async function factsOf(browser: BenchBrowser, options: BenchOptions, args: readonly string[]): Promise<RunFacts> {
  return {
    command: ['npm run bench', ...(args.length > 0 ? ['--', ...args] : [])].join(' '),
    options,
    date: new Date(),
    browser: browser.version,
    gpu: await browser.gpuName(),
    versions: Object.fromEntries(LIBRARIES.map((library) => [library, versionOf(library)])),
    limits: await browser.page.evaluate(() => bench.machineLimits()),
    workload: makeWorkload(options.records, options.answerScale),
  };
}

/** Measures model after model, and gives what it has after each: a run takes long, and may be ended early. */
async function* measureModels(browser: BenchBrowser, { options, workload }: RunFacts, folder: string): AsyncGenerator<ModelResult[]> {
  const results: ModelResult[] = [];
  for (const plan of modelsNamed(options.models)) {
    for (const device of plan.devices.filter((one) => options.devices.includes(one))) {
      const model = plan.prepare(join(folder, 'models'), device);
      const measurements = await measureAll(browser, model, contestantsOn(device, options), workload, options.rounds);
      results.push({ plan, model, measurements });
      yield results;
    }
  }
}

async function run(args: readonly string[], folder: string): Promise<void> {
  const options = readOptions(args);
  await buildPage(folder);
  const host = new BareHost(folder);
  await host.connect();
  const browser = await BenchBrowser.open(host.origin, options.gpu);
  let text = '';
  try {
    const facts = await factsOf(browser, options, args);
    for await (const results of measureModels(browser, facts, folder)) {
      text = runSection(facts, results);
      if (options.write) writeFileSync(DOCUMENT, withSection(existsSync(DOCUMENT) ? readFileSync(DOCUMENT, 'utf8') : '', options.gpu ? 'gpu' : 'cpu', text));
    }
  } finally {
    console.log(`\n${text}`);
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
