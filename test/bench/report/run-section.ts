import { cpus, totalmem } from 'node:os';
import type { BenchOptions } from '../options.ts';
import type { MachineLimits } from '../page/machine-limits.ts';
import type { Workload } from '../workload.ts';
import { modelSection, type ModelResult } from './model-section.ts';
import { ratiosTable } from './ratios.ts';

/** What a run ran on, and what it asked. */
export interface RunFacts {
  readonly command: string;
  readonly options: BenchOptions;
  readonly date: Date;
  readonly browser: string;
  readonly gpu: string | undefined;
  /** Versions of the libraries, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly limits: MachineLimits;
  readonly workload: Workload;
}

/** A run as a section of the document: what it ran on, the ratios that matter, then a table for each model. */
export function runSection(facts: RunFacts, results: readonly ModelResult[]): string {
  return [listFacts(facts), ratiosTable(results), ...results.map((result) => modelSection(result, facts.limits))].join('\n\n');
}

function listFacts({ command, options, date, browser, gpu, versions, limits, workload }: RunFacts): string {
  const [cpu] = cpus();
  const lengths = workload.questions.map((question) => question.options.maxNewTokens);
  return [
    `- **Command:** \`${command}\`, ${date.toISOString().slice(0, 10)}`,
    `- **Machine:** ${cpu?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB; WebGPU: ${gpu ?? 'none'}`,
    `- **Software:** Chromium ${browser}; ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}`,
    `- **Records:** ${workload.questions.length}, ${workload.source}; phase 1 of the method, answers of ${Math.min(...lengths)} to ${Math.max(...lengths)} tokens at most`,
    `- **Method:** each row answers the same records in the same order, in a worker of its own that is warm; ${options.rounds === 1 ? 'once' : `${options.rounds} rounds over all rows, the best of each counts`}. CPU time is the browser’s own, so that other programs hardly show in it.`,
    `- **One core in WebAssembly at best:** reads ${(limits.readBytesPerSecond / 1e9).toFixed(1)} GB/s of memory, ${(limits.multiplyAddsPerSecond / 1e9).toFixed(1)} thousand million multiplications with an addition each (32-bit floats, four by four) a second`,
  ].join('\n');
}
