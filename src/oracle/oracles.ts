import type { OracleSpec } from '../core/run.ts';
import type { Embedder } from './embedder.ts';
import type { ModelCard } from './model-card.ts';
import type { Oracle } from './oracle.ts';
import type { ModelShelf, StoredModel } from './shelf.ts';
import type { Student } from './student.ts';
import type { TokenCounter } from './token-counter.ts';

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
  /** GPU memory that a model may take without trouble, as far as can be guessed: no browser tells it. */
  readonly guessedGpuBytes?: number;
  /** GPU memory that the person allows a model, in place of a guess from what the browser tells. */
  readonly allowedGpuBytes?: number;
  /** Oracles that found the memory of the GPU too small on this machine, at earlier visits too. */
  readonly outOfMemory?: readonly OracleSpec[];
}

/** Why an oracle cannot be chosen on this machine. */
export type OfferRefusal = 'insecure-context' | 'no-gpu' | 'software-gpu' | 'no-shader-f16' | 'buffer-too-small' | 'memory-too-small' | 'storage-too-small';

/** How an oracle compares on this machine: the one that is recommended and why, or why each other is not. */
export type OfferStanding =
  | { readonly kind: 'recommended'; readonly because: 'best-that-fits' | 'here-already' | 'only-on-processor' | 'only-practice' }
  | { readonly kind: 'other'; readonly because: 'smaller' | 'memory-tight' | 'slower' | 'practice' | 'unknown-model' | 'refused' | 'licence' | 'to-download' };

/** An oracle as it is offered to the person. */
export interface OracleOffer extends ModelCard {
  /** Undefined when it can be used. */
  readonly refusal: OfferRefusal | undefined;
  /** Exactly one of the oracles on offer is recommended; of students, embedders and models that were looked up none is. */
  readonly standing: OfferStanding;
  /** Its weights lie on this machine, complete; undefined when they do not. The practice oracle needs none. */
  readonly stored: StoredModel | undefined;
}

/** The counter at which oracles are found and opened. */
export interface Oracles {
  readonly shelf: ModelShelf;
  probe(): Promise<DeviceReport>;
  /** Every oracle of the catalogue and every other one whose weights are here, usable ones first, the practice oracle last among them. */
  offers(report: DeviceReport): Promise<OracleOffer[]>;
  /**
   * The offers of a model by its id on Hugging Face, `owner/name`; at least one. This is the only question about a model that leaves the machine.
   * Rejects with WeightError `offline`, `not-found`, `refused`, `not-a-model` or `no-library`, or with the signal's reason.
   */
  lookUp(modelId: string, report: DeviceReport, signal: AbortSignal): Promise<OracleOffer[]>;
  /** A fresh, unloaded oracle in a worker of its own. */
  open(spec: OracleSpec): Oracle;
  /**
   * Models that can be students, as `offers`, with the context of a student: base models, which have not been taught to chat, then every
   * causal model of the catalogue that Transformers.js runs, those that lie here, and the practice student.
   */
  students(report: DeviceReport): Promise<OracleOffer[]>;
  /** Models that turn texts into vectors, as `offers`, with the practice embedder. */
  embedders(report: DeviceReport): Promise<OracleOffer[]>;
  /** A fresh, unloaded student in a worker of its own. */
  openStudent(spec: OracleSpec): Student;
  /** A fresh, unloaded embedder in a worker of its own. */
  openEmbedder(spec: OracleSpec): Embedder;
  /** A fresh counter of tokens in a worker of its own. */
  openTokenCounter(spec: OracleSpec): TokenCounter;
}
