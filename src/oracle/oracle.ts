import type { Answer } from '../core/answer.ts';
import { CodedError } from '../core/coded-error.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';

/** What goes wrong with oracles. */
export const ORACLE_ERROR_CODES = [
  /** This machine cannot run the model: no GPU adapter, no f16, no secure context. */
  'unsupported',
  /** The weights are not on this machine. */
  'weights-missing',
  /** The model is there but would not start. */
  'load-failed',
  /** The model, or its cache of the context, does not fit into the memory of the GPU or the worker. */
  'out-of-memory',
  /** The model is loaded and writes nonsense on this machine. */
  'self-test-failed',
  /** The prompt leaves less room than `minNewTokens`. */
  'prompt-too-long',
  /** The model's own chat template or tokenizer rejects this prompt; others may pass. */
  'prompt-refused',
  /** One prompt failed in the engine; the oracle goes on serving others. */
  'engine-failed',
  /** The worker is gone; a fresh oracle has to be opened. */
  'worker-died',
  /** No sign of life for longer than this stage may take; its worker was ended, a fresh oracle has to be opened. */
  'stalled',
  /** The browser gives this page no GPU any more, as after a second crash of its GPU process: it has to be restarted. */
  'gpu-gone',
  /** The oracle was closed. */
  'closed',
] as const;

/** One of {@link ORACLE_ERROR_CODES}. */
export type OracleErrorCode = (typeof ORACLE_ERROR_CODES)[number];

/** An oracle's failure. An aborted call rejects with the signal's reason instead. */
export class OracleError extends CodedError<OracleErrorCode> {}

/** How far loading has come. `load` reads the weights, `warm-up` compiles for the GPU (minutes on some machines), `try-out` measures and tests the model. */
export interface LoadProgress {
  readonly stage: 'load' | 'warm-up' | 'try-out';
  /** In [0, 1], or undefined while the whole is not known. */
  readonly fraction: number | undefined;
  readonly loadedBytes: number;
  readonly totalBytes: number | undefined;
}

/** What was measured of a model right after it was loaded, on one short prompt: good for an estimate, not for a comparison. */
export interface Calibration {
  readonly promptTokensPerSecond: number;
  /** Of one lane. */
  readonly newTokensPerSecond: number;
}

/** A language model that answers prompts. The same on the page and inside the worker. */
export interface Oracle {
  /** Prompts served at once; known from the specification, final after `load`. */
  readonly lanes: number;
  /**
   * Resolves when prompts can be asked. Rejects with OracleError `unsupported`, `weights-missing`, `out-of-memory`, `load-failed`,
   * `self-test-failed`, `stalled`, `worker-died`, `gpu-gone` or `closed`, or with the signal's reason.
   */
  load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<Calibration>;
  /**
   * Resolves with the complete answer; `onText` gets it piece by piece before.
   * Rejects with OracleError `prompt-too-long`, `prompt-refused`, `engine-failed`, `out-of-memory`, `stalled`, `worker-died`,
   * `gpu-gone` or `closed`, or with the signal's reason.
   */
  ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer>;
  /** Frees the model. Calls in flight reject with OracleError `closed`. */
  close(): Promise<void>;
}
