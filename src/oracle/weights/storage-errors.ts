import type { ErrorData } from '../../bridge/wire.ts';
import { WEIGHT_ERROR_CODES, WeightError } from '../shelf.ts';

/** Whether the browser's file system says that there is no such entry. */
export function isMissing(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotFoundError';
}

/** Whether a file that was opened cannot be read: it was written anew since, or the disk does not give it back. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'NotReadableError';
}

/** A failure of the browser's storage as WeightError: `storage-full` or `failed`; what is one already stays as it is. `path` names the file, if there is one. */
export function weightErrorOf(error: unknown, path?: string): WeightError {
  if (error instanceof WeightError) return error;
  const full = error instanceof DOMException && error.name === 'QuotaExceededError';
  const words = String(error);
  return new WeightError(full ? 'storage-full' : 'failed', path === undefined ? words : `${path}: ${words}`, { cause: error });
}

/** Rebuilds a WeightError on the other side of a border. What is none over there counts as `failed`. */
export function reviveWeightError({ name, code, detail }: ErrorData): WeightError {
  const known = WEIGHT_ERROR_CODES.find((candidate) => candidate === code);
  return known ? new WeightError(known, detail) : new WeightError('failed', `${name}: ${detail}`);
}

/** Runs the work behind a call: it rejects with WeightError, whatever went wrong, or with the signal's reason. */
export async function withWeightErrors<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    throw weightErrorOf(error);
  }
}
