import { parseArgs } from 'node:util';
import type { DeviceName } from '../../src/core/run.ts';

/** What is to be measured. */
export interface BenchOptions {
  /** Names of models; see `models.ts`. */
  readonly models: readonly string[];
  readonly devices: readonly DeviceName[];
  readonly lanes: readonly number[];
  /** Records that each contestant answers. */
  readonly records: number;
  /** Times that each contestant answers them; the best counts. */
  readonly rounds: number;
  /** Length of the answers, as a share of the record's own response. */
  readonly answerScale: number;
  /** `brief`: the library's loop and the lanes, and nothing without its parts. `full`: also records that go through both phases of the method. */
  readonly extent: 'brief' | 'usual' | 'full';
  /** A machine with a GPU that Chromium can use: whole models there, and the library's batches too. */
  readonly gpu: boolean;
  /** Write the tables into BENCHMARKS.md. */
  readonly write: boolean;
}

const DEFAULT = { models: 'practice,smollm2-q8', devices: 'wasm,webgpu', lanes: '1,2,4,8,16', records: '16', rounds: '1', answers: '1' };
const QUICK = { ...DEFAULT, models: 'practice', devices: 'wasm', lanes: '1,4', records: '4', answers: '0.25' };
const GPU = { ...DEFAULT, models: 'whole-smollm2-q4f16,whole-qwen-q4f16', devices: 'webgpu', lanes: '1,2,4,8,16,32', records: '32' };
const FULL = { ...DEFAULT, models: 'practice,smollm2,qwen' };

/**
 * Reads the command line: `--quick` for a look in seconds, `--full` for the models of half an hour, `--brief` for the lanes alone, `--gpu` for a machine with a GPU; each of `--models`, `--devices`, `--lanes`, `--records`, `--rounds`
 * and `--answers` in place of their setting. Throws for what it does not know.
 */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean' },
      full: { type: 'boolean' },
      brief: { type: 'boolean' },
      gpu: { type: 'boolean' },
      'no-write': { type: 'boolean' },
      models: { type: 'string' },
      devices: { type: 'string' },
      lanes: { type: 'string' },
      records: { type: 'string' },
      rounds: { type: 'string' },
      answers: { type: 'string' },
    },
  });
  const { models, devices, lanes, records, rounds, answers } = { ...(values.quick ? QUICK : values.gpu ? GPU : values.full ? FULL : DEFAULT), ...values };
  return {
    models: list(models),
    devices: list(devices).map(device),
    lanes: list(lanes).map(positive),
    records: positive(records),
    rounds: positive(rounds),
    answerScale: positive(answers),
    extent: values.brief ? 'brief' : values.full ? 'full' : 'usual',
    gpu: values.gpu ?? false,
    write: !(values['no-write'] ?? values.quick ?? false),
  };
}

function list(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}

function device(name: string): DeviceName {
  if (name !== 'wasm' && name !== 'webgpu') throw new Error(`there is no device ${name}: wasm, webgpu`);
  return name;
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`${text} is not a number above 0`);
  return number;
}
