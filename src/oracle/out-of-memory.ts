import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';
import { type Calibration, type LoadProgress, type LoadSpec, type Oracle, OracleError, type OracleUsage } from './oracle.ts';

const KEY = 'tain.out-of-memory';

/** More than a person tries; the oldest are forgotten. */
const SPECS_MAX = 12;

/** The oracles that found the memory of the GPU too small on this machine, the latest first. Empty in workers and where the browser forbids storage. */
export function recallOutOfMemory(): OracleSpec[] {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isSpec) : [];
  } catch {
    return [];
  }
}

/** The same oracle, which remembers for later visits that it ran out of memory, and forgets it when it loads after all. */
export class NoticingOracle implements Oracle {
  readonly #oracle: Oracle;
  readonly #spec: OracleSpec;

  constructor(oracle: Oracle, spec: OracleSpec) {
    this.#oracle = oracle;
    this.#spec = spec;
  }

  get lanes(): number {
    return this.#oracle.lanes;
  }

  async load(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<Calibration> {
    const calibration = await this.#notice(this.#oracle.load(spec, onProgress, signal));
    forget(this.#running);
    return calibration;
  }

  ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    return this.#notice(this.#oracle.ask(prompt, options, onText, signal));
  }

  usage(): Promise<OracleUsage | undefined> {
    return this.#oracle.usage();
  }

  close(): Promise<void> {
    return this.#oracle.close();
  }

  /** With the lanes that it really has: those took the memory. */
  get #running(): OracleSpec {
    return { ...this.#spec, lanes: this.lanes };
  }

  #notice<Result>(work: Promise<Result>): Promise<Result> {
    return work.catch((error: unknown) => {
      if (error instanceof OracleError && error.code === 'out-of-memory' && this.#spec.device === 'webgpu') remember(this.#running);
      throw error;
    });
  }
}

function remember(spec: OracleSpec): void {
  keep([spec, ...others(spec)].slice(0, SPECS_MAX));
}

function forget(spec: OracleSpec): void {
  const kept = recallOutOfMemory();
  const left = others(spec);
  if (left.length < kept.length) keep(left);
}

/** What is kept of other models, and of this one in another format or with another context. */
function others({ engine, modelId, dtype, contextTokens, lanes }: OracleSpec): OracleSpec[] {
  const same = (one: OracleSpec) =>
    one.engine === engine && one.modelId === modelId && one.dtype === dtype && one.contextTokens === contextTokens && one.lanes === lanes;
  return recallOutOfMemory().filter((one) => !same(one));
}

function keep(specs: readonly OracleSpec[]): void {
  try {
    globalThis.localStorage.setItem(KEY, JSON.stringify(specs));
  } catch {
    // A browser that forbids storage learns nothing from one visit to the next; nothing else is lost.
  }
}

function isSpec(value: unknown): value is OracleSpec {
  if (typeof value !== 'object' || value === null) return false;
  const spec = value as Partial<Record<keyof OracleSpec, unknown>>;
  const texts = [spec.engine, spec.modelId, spec.revision, spec.device, spec.dtype];
  return texts.every((text) => typeof text === 'string') && [spec.contextTokens, spec.lanes].every(Number.isFinite);
}
