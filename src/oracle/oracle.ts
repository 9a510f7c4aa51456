import type { Answer } from '../core/answer.ts';
import { CodedError } from '../core/coded-error.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';

/** What goes wrong with oracles. */
export const ORACLE_ERROR_CODES = [
  /** This machine cannot run the model: no GPU adapter, no f16, no secure context. */
  'unsupported',
  /** The weights are not on this machine and could not be fetched. */
  'weights-missing',
  /** Fetching the weights broke off. */
  'download-failed',
  /** The model is there but would not start. */
  'load-failed',
  /** The prompt leaves less room than `minNewTokens`. */
  'prompt-too-long',
  /** The model's own chat template or tokenizer rejects this prompt; others may pass. */
  'prompt-refused',
  /** One prompt failed in the engine; the oracle goes on serving others. */
  'engine-failed',
  /** The worker is gone; a fresh oracle has to be opened. */
  'worker-died',
  /** The oracle was closed. */
  'closed',
] as const;

/** One of {@link ORACLE_ERROR_CODES}. */
export type OracleErrorCode = (typeof ORACLE_ERROR_CODES)[number];

/** An oracle's failure. An aborted call rejects with the signal's reason instead. */
export class OracleError extends CodedError<OracleErrorCode> {}

/** How far loading or downloading has come. */
export interface LoadProgress {
  readonly stage: 'download' | 'load' | 'warm-up';
  /** In [0, 1], or undefined while the whole is not known. */
  readonly fraction: number | undefined;
  readonly loadedBytes: number;
  readonly totalBytes: number | undefined;
}

/** A language model that answers prompts. The same on the page and inside the worker. */
export interface Oracle {
  /** Prompts served at once; known from the specification, final after `load`. */
  readonly lanes: number;
  /** Resolves when prompts can be asked. Rejects with OracleError `unsupported`, `weights-missing`, `load-failed`, `worker-died` or `closed`, or with the signal's reason. */
  load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void>;
  /**
   * Resolves with the complete answer; `onText` gets it piece by piece before.
   * Rejects with OracleError `prompt-too-long`, `prompt-refused`, `engine-failed`, `worker-died` or `closed`,
   * or with the signal's reason.
   */
  ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer>;
  /** Frees the model. Calls in flight reject with OracleError `closed`. */
  close(): Promise<void>;
}

/** What this browser and machine can do. */
export interface DeviceReport {
  readonly secureContext: boolean;
  /** Undefined when there is no WebGPU adapter. */
  readonly gpu:
    | {
        readonly vendor: string;
        readonly architecture: string;
        readonly description: string;
        /** Computes on the CPU: right for trying out, far too slow for real work. */
        readonly software: boolean;
        readonly shaderF16: boolean;
        readonly maxBufferBytes: number;
      }
    | undefined;
  readonly logicalCores: number;
  /** The browser's rounded figure; undefined where it gives none. */
  readonly memoryBytes: number | undefined;
  readonly storageFreeBytes: number | undefined;
}

/** Why an oracle cannot be chosen on this machine. */
export type OfferRefusal = 'insecure-context' | 'no-gpu' | 'software-gpu' | 'no-shader-f16' | 'buffer-too-small' | 'storage-too-small';

/** An oracle as it is offered to the person. */
export interface OracleOffer {
  readonly spec: OracleSpec;
  readonly title: string;
  readonly licence: { readonly name: string; readonly url: string };
  /** Billions of parameters. */
  readonly parametersBillions: number;
  /** Bytes to download, 0 when the model comes with the page. Approximate. */
  readonly downloadBytes: number;
  /** GPU or main memory the model takes. Approximate. */
  readonly memoryBytes: number;
  /** Undefined when it can be used. */
  readonly refusal: OfferRefusal | undefined;
  /** Its weights lie on this machine. */
  readonly cached: boolean;
}

/** The counter at which oracles are found, fetched and opened. */
export interface Oracles {
  probe(): Promise<DeviceReport>;
  /** Every oracle of the catalogue, usable ones first, the practice oracle last among them. */
  offers(report: DeviceReport): Promise<OracleOffer[]>;
  /** Brings the weights onto this machine; resolves at once when they are there. Rejects with OracleError `download-failed`. */
  fetchWeights(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void>;
  /** A fresh, unloaded oracle in a worker of its own. */
  open(spec: OracleSpec): Oracle;
}
