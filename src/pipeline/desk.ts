import { CodedError } from '../core/coded-error.ts';
import type { ContainerName, Defect, Source } from '../core/source.ts';
import type { RoundDrift } from './rounds.ts';

/** Why nothing of a dropped file can be used. */
export const IMPORT_ERROR_CODES = [
  /** It has no bytes, or only white space. */
  'empty-file',
  /** It is no UTF-8 text: compressed, another program's format, or another encoding. */
  'not-text',
  /** It is text, but neither a JSON array nor JSON lines. */
  'not-a-dataset',
  /** It was read to its end and holds no record that can be used; see {@link ImportError.defects}. */
  'no-records',
  /** The browser could not read it: it was changed, moved or locked meanwhile. */
  'unreadable',
] as const;

/** One of {@link IMPORT_ERROR_CODES}. */
export type ImportErrorCode = (typeof IMPORT_ERROR_CODES)[number];

/** How many defects an ImportError carries. */
const MAX_CARRIED_DEFECTS = 20;

/** A file that could not be imported. Nothing of it is left in the store. */
export class ImportError extends CodedError<ImportErrorCode> {
  /** For a file without a usable record. The defects travel in the detail, as JSON, so that they cross a worker's border. */
  static noRecords(defects: readonly Defect[]): ImportError {
    return new ImportError('no-records', JSON.stringify(defects.slice(0, MAX_CARRIED_DEFECTS)));
  }

  /** The first defects of a file without a usable record; empty for every other code. */
  get defects(): readonly Defect[] {
    // The detail of this code is written by `noRecords` alone.
    return this.code === 'no-records' && this.detail !== '' ? (JSON.parse(this.detail) as Defect[]) : [];
  }
}

/** The file worker itself failed. `worker-died`: it is gone, the next call starts a fresh one. `worker-failed`: it met an error it does not know. */
export class DeskError extends CodedError<'worker-died' | 'worker-failed'> {}

/** How far a file has been read or written. */
export interface FileProgress {
  readonly doneBytes: number;
  readonly totalBytes: number | undefined;
  readonly rowCount: number;
}

/** How far a result has become a dataset: it is written as an export, then read as an import. */
export interface RoundProgress {
  readonly stage: 'writing' | 'reading';
  readonly rowCount: number;
}

/** A finished file, ready to be saved. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: Blob;
}

/** Rows, by ordinal, whose stored data does not match its checksum. */
export interface ExportDamage {
  /** What was recycled cannot be read: they are exported as they were imported. */
  readonly asOriginals: readonly number[];
  /** The records themselves cannot be read: they are missing from the export. */
  readonly leftOut: readonly number[];
}

/** A finished export with what went wrong in it; usually nothing. */
export interface ExportedDataset extends ExportedFile {
  readonly damage: ExportDamage;
}

/** The file worker as the page sees it: reading and writing happen off the page's thread. Every method may also reject with StoreError or DeskError. */
export interface FileDesk {
  /** Reads a dataset file into the store. Rejects with ImportError when nothing of it can be used, or with the signal's reason; nothing of the file stays then. */
  importFile(file: File, onProgress: (progress: FileProgress) => void, signal: AbortSignal): Promise<Source>;
  /** The recycled dataset: rewritten rows with their new texts, all others as they were, in the source's order, every unknown field in place. With `rows`, ordinals of the source, only those. */
  exportRun(runId: string, container: ContainerName, onProgress: (progress: FileProgress) => void, signal: AbortSignal, rows?: Uint32Array): Promise<ExportedDataset>;
  /** `manifest.json`: what the export was made from, by which oracle and recipe, and how many records ended how. */
  exportManifest(runId: string): Promise<ExportedFile>;
  /** Takes a run's result, as it stands, as a dataset of its own: a further round begins with it. Rejects with ImportError, or with the signal's reason; nothing is left of it then. */
  takeAsSource(runId: string, onProgress: (progress: RoundProgress) => void, signal: AbortSignal): Promise<Source>;
  /** How far records have drifted over the rounds that led to a run's result. `onProgress` gets how many records have been looked at. Rejects with the signal's reason. */
  measureDrift(runId: string, onProgress: (rowCount: number) => void, signal: AbortSignal): Promise<RoundDrift>;
}
