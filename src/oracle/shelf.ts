import { CodedError } from '../core/coded-error.ts';
import type { ModelCard } from './model-card.ts';

/** What goes wrong with weights. The detail names the file. */
export const WEIGHT_ERROR_CODES = [
  /** The host cannot be reached, or the connection broke too often. What has arrived is kept. */
  'offline',
  /** The host has no such model, revision or file. */
  'not-found',
  /** The host wants a sign-in or an accepted licence first. */
  'refused',
  /** What arrived, or what lies here, is not what its hash or size promises. */
  'damaged',
  /** The disk or the browser's share of it is full. */
  'storage-full',
  /** The files are no model that an engine here can run. */
  'not-a-model',
  /** Files of the model are missing among those given. */
  'incomplete',
  /** WebLLM has no compiled library for this model. */
  'no-library',
  /** The browser's storage failed in another way. */
  'failed',
] as const;

/** One of {@link WEIGHT_ERROR_CODES}. */
export type WeightErrorCode = (typeof WEIGHT_ERROR_CODES)[number];

/** A failure with weights. An aborted call rejects with the signal's reason instead. */
export class WeightError extends CodedError<WeightErrorCode> {}

/** A model whose weights lie on this machine, under a fixed revision. */
export interface StoredModel {
  /** Its spec names the commit of the weights, and its download size is exact. */
  readonly card: ModelCard;
  readonly sizeBytes: number;
  readonly fileCount: number;
  readonly origin: 'download' | 'import';
  /** Milliseconds since the epoch, here and below. */
  readonly storedAtMs: number;
  readonly lastUsedAtMs: number | undefined;
  /** When every byte was last held against its hash. */
  readonly checkedAtMs: number;
  /** Files that are missing or of another size than recorded, by path; empty when all is well as far as a quick look can tell. */
  readonly missing: readonly string[];
}

/** How far moving or checking weights has come. */
export interface TransferProgress {
  /** `list`: what belongs to the model is found out; `fetch`: it comes over the network; `copy`: from the disk; `check`: hashes are compared. */
  readonly stage: 'list' | 'fetch' | 'copy' | 'check';
  readonly doneBytes: number;
  readonly totalBytes: number | undefined;
  /** Over the last seconds; undefined at the start. */
  readonly bytesPerSecond: number | undefined;
  readonly remainingMs: number | undefined;
  /** Set while a broken connection is waited out before the next attempt. */
  readonly retry: { readonly path: string; readonly attempt: number; readonly attemptsMax: number } | undefined;
}

/** A file of a dropped or chosen folder. */
export interface DroppedFile {
  /** From the folder on, with slashes: `Qwen3-0.6B/onnx/model.onnx`. */
  readonly path: string;
  readonly file: File;
}

/** The storage that this page may use. */
export interface StorageReport {
  readonly modelBytes: number;
  /** Everything this page keeps: models, datasets, runs, the page itself. */
  readonly usedBytes: number | undefined;
  /** The browser's guess of what is still to be had. */
  readonly freeBytes: number | undefined;
  /** The browser promises not to clear it by itself when the disk runs full. */
  readonly persisted: boolean;
}

/** A model packed into one file, ready to be saved. */
export interface PackedModel {
  readonly name: string;
  readonly blob: Blob;
}

type OnTransfer = (progress: TransferProgress) => void;

/** The weights on this machine. Each call but `models` and `storage` rejects with WeightError, or with the signal's reason. */
export interface ModelShelf {
  /** The latest used first. A quick look: sizes, not hashes. */
  models(): Promise<StoredModel[]>;
  storage(): Promise<StorageReport>;
  /** Asks the browser to keep what is stored; resolves with whether it promises to. */
  persist(): Promise<boolean>;
  /** Brings a model's weights here through the dock; resolves at once when they are. A download that broke off goes on where it stopped. */
  fetch(card: ModelCard, onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel>;
  /** Reads every byte. Resolves with the model as it then is: `missing` also names files whose hash is wrong, and those are removed. */
  check(model: StoredModel, onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel>;
  /** Removes all files that no other model needs. */
  remove(model: StoredModel): Promise<void>;
  /** Packs a model into one file that `importModel` takes. */
  pack(model: StoredModel): Promise<PackedModel>;
  /** Takes a folder of model files, or one file made by `pack`; checks and stores it without any request. */
  importModel(files: readonly DroppedFile[], onTransfer: OnTransfer, signal: AbortSignal): Promise<StoredModel>;
}
