import { describe, expect, it } from 'vitest';
import { errorData } from '../../src/bridge/serve.ts';
import { DeskError, IMPORT_ERROR_CODES, ImportError } from '../../src/pipeline/desk.ts';
import { reviveFileError } from '../../src/pipeline/file-calls.ts';
import { STORE_ERROR_CODES, StoreError } from '../../src/store/store.ts';

const DEFECT = { line: 3, reason: 'not-json', excerpt: '{' } as const;

describe('errors of the file worker', () => {
  it.each([...IMPORT_ERROR_CODES.map((code) => new ImportError(code, '[]')), ...STORE_ERROR_CODES.map((code) => new StoreError(code, 'row 7'))])(
    'come back as they were: %s',
    (error) => {
      const { name, ...data } = errorData(error);
      // A minified class has another name; what counts is the code.
      expect(reviveFileError({ ...data, name: 'e' })).toEqual(error);
      expect(reviveFileError({ ...data, name })).toBeInstanceOf(error.constructor);
    },
  );

  it('bring the defects of a file without records', () => {
    const revived = reviveFileError(errorData(ImportError.noRecords([DEFECT])));
    expect(revived).toMatchObject({ code: 'no-records', defects: [DEFECT] });
  });

  it('are the desk’s own when nobody knows them', () => {
    const revived = reviveFileError(errorData(new RangeError('out of memory')));
    expect(revived).toBeInstanceOf(DeskError);
    expect(revived).toMatchObject({ code: 'worker-failed', detail: 'RangeError: out of memory' });
  });
});
