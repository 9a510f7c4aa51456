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

/** How fast a model writes with so many lanes at work: tokens of all of them together. */
export interface LaneRate {
  readonly lanes: number;
  readonly newTokensPerSecond: number;
}

/**
 * How answers that are written side by side compare with the same ones written alone. `exact`: token for token the same.
 * `rounding`: the number format scales what all lanes hold together, so that they agree within its rounding only, and now and then another word wins, as in
 * models of eight bits that are not made to round each token by itself. `none`: they differ.
 */
export type LaneAgreement = 'exact' | 'rounding' | 'none';

/** Why an oracle has the lanes that it has. */
export type LaneReason =
  /** The engine serves one prompt at a time. */
  | 'single'
  /** The person chose the number. */
  | 'asked'
  /** More were tried and bring next to nothing. */
  | 'measured'
  /** More were still faster, and are never taken. */
  | 'most'
  /** More do not fit the memory. */
  | 'memory'
  /** This machine is so slow that trying more would have taken too long. */
  | 'time'
  /** One, because lanes do not agree exactly here; see the agreement. */
  | 'agreement';

/** What an oracle found out about its lanes when it was loaded, and why it has as many as it has. */
export interface LaneFindings {
  readonly laneReason: LaneReason;
  readonly laneAgreement: LaneAgreement;
  /** From few lanes to many, one lane first; not all of them need be lanes that the oracle has. Empty where nothing was measured. */
  readonly laneRates: readonly LaneRate[];
  /** Memory that each lane takes once its context is full. Absent where that is not known. */
  readonly laneBytes?: number;
  /** The number of lanes that did not fit the memory, and how many bytes more it would have taken, where that is known. */
  readonly tooMany?: { readonly lanes: number; readonly lackingBytes?: number };
}

/** What is said of the lanes of an engine that serves one prompt at a time. */
export const SINGLE_LANE: LaneFindings = { laneReason: 'single', laneAgreement: 'exact', laneRates: [] };

/** What was measured of a model right after it was loaded, on a few short prompts: good for an estimate, not for a comparison. */
export interface Calibration extends LaneFindings {
  /** Of a prompt that is read alone. */
  readonly promptTokensPerSecond: number;
  /** Of an answer that is written alone. */
  readonly newTokensPerSecond: number;
}

/** A specification with what this machine allows it; nothing of that belongs to a run. */
export interface LoadSpec extends OracleSpec {
  /** Memory of the GPU that the model may take with all its lanes. Absent where the oracle is to guess, and on the processor. */
  readonly memoryBytes?: number;
  /** What the engine is to do without, to measure what it brings: holding what prompts share, or guessing what comes next. */
  readonly without?: readonly ('holding' | 'guessing')[];
}

/** What an oracle has done since it was loaded. Tokens count as they come where the engine counts by itself, else with the complete answer. */
export interface OracleUsage {
  readonly lanes: number;
  /** From the coming of the first prompt to the end of the last answer, or to now while there are prompts. 0 before the first. */
  readonly servedMs: number;
  /** Within that time, summed up over the lanes: how long each was free while no prompt waited for it. */
  readonly starvedLaneMs: number;
  /** Time inside the model's runs, each counted once however many lanes it served. 0 where the engine does not tell. */
  readonly stepMs: number;
  /** Runs of the model, to read or to write. 0 where the engine does not tell. */
  readonly steps: number;
  /** Tokens of prompts that were read. */
  readonly readTokens: number;
  /** Tokens of prompts that need not be read, because they were held from earlier ones. */
  readonly heldTokens: number;
  readonly newTokens: number;
}

/** A language model that answers prompts. The same on the page and inside the worker. */
export interface Oracle {
  /** Prompts served at once. Before `load` what is certain from the specification, after it what the engine has. */
  readonly lanes: number;
  /**
   * Resolves when prompts can be asked. Rejects with OracleError `unsupported`, `weights-missing`, `out-of-memory`, `load-failed`,
   * `self-test-failed`, `stalled`, `worker-died`, `gpu-gone` or `closed`, or with the signal's reason.
   */
  load(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<Calibration>;
  /**
   * Resolves with the complete answer; `onText` gets it piece by piece before. Prompts that find no free lane wait, first come, first served.
   * The first piece is empty and comes when the prompt is taken up, before any of it is read; a prompt that is refused at sight gets none.
   * Rejects with OracleError `prompt-too-long`, `prompt-refused`, `engine-failed`, `out-of-memory`, `stalled`, `worker-died`,
   * `gpu-gone` or `closed`, or with the signal's reason.
   */
  ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer>;
  /** What it has done so far; undefined when no model is loaded, or none any more. Never rejects. */
  usage(): Promise<OracleUsage | undefined>;
  /** Frees the model. Calls in flight reject with OracleError `closed`. */
  close(): Promise<void>;
}
