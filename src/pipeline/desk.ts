import type { Source } from '../core/source.ts';
import type { ContainerName } from '../core/source.ts';

/** How far a file has been read or written. */
export interface FileProgress {
  readonly doneBytes: number;
  readonly totalBytes: number | undefined;
  readonly rowCount: number;
}

/** A finished export, ready to be saved. */
export interface ExportedFile {
  readonly name: string;
  readonly bytes: Blob;
}

/** The file worker as the page sees it: reading and writing happen off the page's thread. */
export interface FileDesk {
  /** Reads a dataset file into the store. Rejects with ImportError when nothing of it can be used, or with the signal's reason. */
  importFile(file: File, onProgress: (progress: FileProgress) => void, signal: AbortSignal): Promise<Source>;
  /** The recycled dataset: rewritten rows with their new texts, all others as they were, in the source's order, every unknown field in place. */
  exportRun(runId: string, container: ContainerName, onProgress: (progress: FileProgress) => void, signal: AbortSignal): Promise<ExportedFile>;
  /** `manifest.json`: what the export was made from, by which oracle and recipe, and how many records ended how. */
  exportManifest(runId: string): Promise<ExportedFile>;
}
