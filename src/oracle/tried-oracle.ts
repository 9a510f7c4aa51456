import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';
import { calibrate } from './calibration.ts';
import type { Engine } from './engine.ts';
import { type Calibration, type LoadProgress, type Oracle, OracleError, type OracleErrorCode } from './oracle.ts';

type OnProgress = (progress: LoadProgress) => void;

/** What loading may fail with; all other failures, such as a template that refuses every prompt, are failures to load. */
const LOAD_CODES: readonly OracleErrorCode[] = [
  'unsupported',
  'weights-missing',
  'out-of-memory',
  'load-failed',
  'self-test-failed',
  'stalled',
  'worker-died',
  'gpu-gone',
  'closed',
];

/** An engine that is tried out when it is loaded: nothing is asked of a model that writes nonsense here, and how fast it is is known. */
export class TriedOracle implements Oracle {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  get lanes(): number {
    return this.#engine.lanes;
  }

  async load(spec: OracleSpec, onProgress: OnProgress, signal: AbortSignal): Promise<Calibration> {
    try {
      await this.#engine.load(spec, rising(onProgress), signal);
      return await this.#tryOut(onProgress, signal);
    } catch (error) {
      signal.throwIfAborted();
      throw loadError(error);
    }
  }

  ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    return this.#engine.ask(prompt, options, onText, signal);
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #tryOut(onProgress: OnProgress, signal: AbortSignal): Promise<Calibration> {
    const onSign = () => onProgress({ stage: 'try-out', fraction: undefined, loadedBytes: 0, totalBytes: undefined });
    onSign();
    const fault = await this.#engine.findFault?.(signal);
    if (fault !== undefined) throw new OracleError('self-test-failed', fault);
    return calibrate({ engine: this.#engine, practice: this.#engine.practice ?? false, onSign, signal });
  }
}

/** Engines learn of files as they go, and begin anew for each kind of work; a bar that goes back tells nobody anything. */
function rising(onProgress: OnProgress): OnProgress {
  let reached: number | undefined;
  return (progress) => {
    if (progress.stage !== 'load') return onProgress(progress);
    if (progress.fraction !== undefined) reached = Math.max(reached ?? 0, Math.min(1, progress.fraction));
    onProgress({ ...progress, fraction: reached });
  };
}

function loadError(error: unknown): unknown {
  if (!(error instanceof OracleError) || LOAD_CODES.includes(error.code)) return error;
  return new OracleError('load-failed', error.message, { cause: error });
}
