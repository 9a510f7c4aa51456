import { describe, expect, it } from 'vitest';
import { ORACLE_ERROR_CODES, OracleError } from '../../../src/oracle/oracle.ts';
import { WEIGHT_ERROR_CODES, WeightError } from '../../../src/oracle/shelf.ts';
import { DeskError, IMPORT_ERROR_CODES, ImportError } from '../../../src/pipeline/desk.ts';
import { RUN_ERROR_CODES, RunError } from '../../../src/pipeline/recycle.ts';
import { STORE_ERROR_CODES, StoreError } from '../../../src/store/store.ts';
import { describeFailure } from '../../../src/ui/messages/failures.ts';

const UNKNOWN = describeFailure(new Error('never seen'));

const KNOWN = [
  ...ORACLE_ERROR_CODES.map((code) => new OracleError(code, 'detail')),
  ...WEIGHT_ERROR_CODES.map((code) => new WeightError(code, 'detail')),
  ...STORE_ERROR_CODES.map((code) => new StoreError(code, 'detail')),
  ...IMPORT_ERROR_CODES.filter((code) => code !== 'no-records').map((code) => new ImportError(code, 'detail')),
  ImportError.noRecords([{ line: 3, reason: 'not-json', excerpt: '{"instruc' }]),
  new DeskError('worker-died', 'detail'),
  new DeskError('worker-failed', 'detail'),
  ...RUN_ERROR_CODES.map((code) => new RunError(code, 'detail')),
];

describe('a failure', () => {
  it.each(KNOWN.map((error) => [`${error.name} ${error.code}`, error] as const))('of %s says what happened and what to do', (_, error) => {
    const { what, todo, code, detail } = describeFailure(error);
    expect(what).not.toBe(UNKNOWN.what);
    expect(what).toMatch(/[.]$/);
    expect(todo).toMatch(/[.]$/);
    expect(code).toContain(error.code);
    expect(detail).not.toBe('');
  });

  it('of each kind has sentences of its own', () => {
    expect(new Set(KNOWN.map((error) => describeFailure(error).what)).size).toBe(KNOWN.length);
  });

  it('lists the pieces of a file without a usable record', () => {
    expect(describeFailure(KNOWN.find((error) => error.code === 'no-records')).detail).toBe('Line 3: It is not valid JSON. {"instruc');
  });

  it('that nobody foresaw keeps its own words as the detail', () => {
    expect(describeFailure('out of paper')).toMatchObject({ what: UNKNOWN.what, detail: 'out of paper' });
    expect(UNKNOWN.detail).toBe('never seen');
  });
});
