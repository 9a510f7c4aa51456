import { StoreError, type StoreErrorCode } from './store.ts';

const CODES: Record<string, StoreErrorCode> = {
  QuotaExceededError: 'full',
  VersionError: 'blocked',
  SecurityError: 'unavailable',
};

/** What the database threw, as a StoreError; its own words become the detail. */
export function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  if (!(error instanceof Error)) return new StoreError('failed', String(error));
  return new StoreError(CODES[error.name] ?? 'failed', `${error.name}: ${error.message}`, { cause: error });
}
