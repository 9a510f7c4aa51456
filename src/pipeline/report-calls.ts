import type { Call } from '../bridge/calls.ts';
import type { ErrorData } from '../bridge/wire.ts';
import type { Edition } from '../core/edition.ts';
import type { EditionReport } from '../quality/edition-report.ts';
import { STORE_ERROR_CODES, StoreError } from '../store/store.ts';
import { DeskError } from './desk.ts';
import type { DescribeProgress, MeasuredReport, MeasuredWish } from './describe.ts';

/** What the page may call in the report worker. */
export type ReportCalls = {
  describe: Call<{ readonly edition: Edition; readonly rows?: readonly number[] | undefined }, DescribeProgress, EditionReport>;
  measured: Call<MeasuredWish, DescribeProgress, MeasuredReport>;
};

/** Rebuilds the report worker's error on the page, by its code. */
export function reviveReportError({ name, code, detail }: ErrorData): Error {
  const storeCode = STORE_ERROR_CODES.find((candidate) => candidate === code);
  return storeCode ? new StoreError(storeCode, detail) : new DeskError('worker-failed', `${name}: ${detail}`);
}
