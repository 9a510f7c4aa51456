import type { Call } from '../bridge/calls.ts';
import type { ErrorData } from '../bridge/wire.ts';
import type { ContainerName, Source } from '../core/source.ts';
import { STORE_ERROR_CODES, StoreError } from '../store/store.ts';
import { DeskError, type ExportedDataset, type ExportedFile, type FileProgress, IMPORT_ERROR_CODES, ImportError } from './desk.ts';
import type { RoundProgress } from './desk.ts';
import type { RoundDrift } from './rounds.ts';

/** What the page may call in the file worker. */
export type FileCalls = {
  importFile: Call<File, FileProgress, Source>;
  exportRun: Call<{ readonly runId: string; readonly container: ContainerName; readonly rows?: Uint32Array }, FileProgress, ExportedDataset>;
  exportManifest: Call<string, never, ExportedFile>;
  takeAsSource: Call<string, RoundProgress, Source>;
  measureDrift: Call<string, number, RoundDrift>;
};

/** Rebuilds the file worker's error on the page, by its code: a class's name does not outlive minification, and no code belongs to two classes. */
export function reviveFileError({ name, code, detail }: ErrorData): Error {
  const importCode = IMPORT_ERROR_CODES.find((candidate) => candidate === code);
  if (importCode) return new ImportError(importCode, detail);
  const storeCode = STORE_ERROR_CODES.find((candidate) => candidate === code);
  return storeCode ? new StoreError(storeCode, detail) : new DeskError('worker-failed', `${name}: ${detail}`);
}
