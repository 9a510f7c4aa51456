import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import { calibrate } from './calibration.ts';
import type { Engine } from './engine.ts';
import { type Calibration, type LoadProgress, type LoadSpec, type Oracle, OracleError, type OracleErrorCode, type OracleUsage, SINGLE_LANE } from './oracle.ts';
import { UsageMeter } from './usage-meter.ts';

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

/**
 * An engine that is tried out when it is loaded: nothing is asked of a model that writes nonsense here, and how fast it is is known.
 * Its usage counts from then on.
 */
export class TriedOracle implements Oracle {
  readonly #engine: Engine;
  /** Undefined where the engine counts for itself. */
  readonly #ownMeter: UsageMeter | undefined;
  #loaded = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#ownMeter = engine.meter ? undefined : new UsageMeter();
  }

  get lanes(): number {
    return this.#engine.lanes;
  }

  async load(spec: LoadSpec, onProgress: OnProgress, signal: AbortSignal): Promise<Calibration> {
    try {
      await this.#engine.load(spec, rising(onProgress), signal);
      const calibration = await this.#tryOut(onProgress, signal);
      this.#meter?.begin(this.lanes);
      this.#loaded = true;
      return calibration;
    } catch (error) {
      signal.throwIfAborted();
      throw loadError(error);
    }
  }

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const meter = this.#ownMeter;
    meter?.arrive();
    try {
      const answer = await this.#engine.ask(prompt, options, onText, signal);
      meter?.read(answer.promptTokens - (answer.heldTokens ?? 0), answer.heldTokens ?? 0);
      meter?.wrote(answer.newTokens);
      return answer;
    } finally {
      meter?.leave();
    }
  }

  usage(): Promise<OracleUsage | undefined> {
    return Promise.resolve(this.#loaded ? this.#meter?.usage : undefined);
  }

  close(): Promise<void> {
    this.#loaded = false;
    return this.#engine.close();
  }

  async #tryOut(onProgress: OnProgress, signal: AbortSignal): Promise<Calibration> {
    const onSign = () => onProgress({ stage: 'try-out', fraction: undefined, loadedBytes: 0, totalBytes: undefined });
    onSign();
    const fault = await this.#engine.findFault?.(signal);
    if (fault !== undefined) throw new OracleError('self-test-failed', fault);
    const rates = await calibrate({ engine: this.#engine, practice: this.#engine.practice ?? false, onSign, signal });
    return { ...rates, ...(this.#engine.laneFindings ?? SINGLE_LANE) };
  }

  get #meter(): UsageMeter | undefined {
    return this.#engine.meter ?? this.#ownMeter;
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
