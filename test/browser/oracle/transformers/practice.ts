import { type DeviceName, leastLanes, type OracleSpec } from '../../../../src/core/run.ts';
import workerUrl from '../../../../src/oracle/transformers/transformers.worker.ts?worker&url';
import { WorkerOracle } from '../../../../src/oracle/worker-oracle.ts';
import { PRACTICE_TRIGGERS } from '../../../../src/practice/triggers.ts';
import { instructionPrompt } from '../../../../src/reflection/prompts.ts';
import { PAPER_RECIPE } from '../../../../src/reflection/recipes.ts';
import type { Subject } from '../../../oracle/contract.ts';

/** The practice oracle on a device. */
export function practiceSpec(device: DeviceName): OracleSpec {
  return { engine: 'transformers', modelId: 'tain-practice', revision: '1', device, dtype: 'fp32', contextTokens: 4096, lanes: 4, practice: true };
}

/** The test runner wraps each dynamic import in a call that exists on pages only; this gives workers one too. */
const RUNNER = 'globalThis.__vitest_browser_runner__ = { wrapDynamicImport: (load) => load() };';

/** Starts a worker of the app under the test runner. */
export function startWorker(scriptUrl: string): Worker {
  const url = new URL(scriptUrl, location.href).href;
  const script = new Blob([RUNNER, `await import(${JSON.stringify(url)});`], { type: 'text/javascript' });
  return new Worker(URL.createObjectURL(script), { type: 'module' });
}

/** A Transformers.js oracle in a worker of its own, which can be made to crash. */
export function openOracle(lanes: number): ReturnType<Subject['open']> {
  const workers: Worker[] = [];
  const start = (url: string) => {
    const worker = startWorker(url);
    workers.push(worker);
    return worker;
  };
  const crash = () => {
    for (const worker of workers) {
      worker.terminate();
      // A browser tells of a crash by this event; a mere termination goes unsaid.
      worker.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
    }
  };
  return { oracle: new WorkerOracle(start, workerUrl, lanes), crash };
}

/** The practice oracle, as the contract wants it. */
export function practiceSubject(device: DeviceName): Subject {
  const spec = practiceSpec(device);
  const record = (instruction: string) => instructionPrompt({ instruction, input: '', response: 'The Danube rises in Germany. 👩‍👩‍👧' }, PAPER_RECIPE);
  return {
    spec,
    open: () => openOracle(leastLanes(spec.lanes)),
    longPrompt: (number) => record(`${'Name a river of Europe. '.repeat(number + 1)}${PRACTICE_TRIGGERS.endless}${number % 2 === 0 ? '' : ' Why?'}`),
    shortPrompt: { system: 'You are a practice oracle.', user: 'Hello' },
    rejectedPrompt: record(PRACTICE_TRIGGERS.reject),
  };
}
