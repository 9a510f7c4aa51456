import { describe, expect, it } from 'vitest';
import { readListing } from '../../../src/oracle/dock/hub-listing.ts';
import { WeightError } from '../../../src/oracle/shelf.ts';

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
const SHA256 = 'ab'.repeat(32);

describe('the hub’s answer about a model', () => {
  it('promises large files by their SHA-256 and small ones by their git name', () => {
    const { commit, files } = readListing({
      sha: COMMIT,
      siblings: [
        { rfilename: 'config.json', size: 12, blobId: COMMIT },
        { rfilename: 'onnx/model.onnx', size: 99, blobId: 'ff'.repeat(20), lfs: { sha256: SHA256, size: 99, pointerSize: 134 } },
        { rfilename: 'odd.bin', size: 5, blobId: 'ff'.repeat(20), lfs: { size: 5 } },
        { rfilename: 'bare.txt' },
        { no: 'name' },
      ],
    });
    expect(commit).toBe(COMMIT);
    expect(Object.fromEntries(files)).toEqual({
      'config.json': { sizeBytes: 12, gitSha1: COMMIT },
      'onnx/model.onnx': { sizeBytes: 99, sha256: SHA256 },
      'odd.bin': { sizeBytes: 5, gitSha1: undefined },
      'bare.txt': { sizeBytes: undefined, gitSha1: undefined },
    });
  });

  it.each([
    [{ license: 'apache-2.0', language: 'en' }, [], 'apache-2.0', ['en']],
    [{ license: 'other', license_name: 'llama3.2', language: ['en', 'de'] }, ['license:other'], 'llama3.2', ['en', 'de']],
    [undefined, ['onnx', 'license:mit'], 'mit', []],
    [{ license: ['mit', 'apache-2.0'] }, undefined, 'mit', []],
    [{}, [], undefined, []],
  ])('tells licence and languages: %o %o', (cardData, tags, licence, languages) => {
    expect(readListing({ sha: COMMIT, siblings: [], cardData, tags })).toMatchObject({ licence, languages });
  });

  it.each([null, {}, { sha: 'main', siblings: [] }, { sha: COMMIT }, '<html>'])('is not taken from somebody else: %o', (answer) => {
    expect(() => readListing(answer)).toThrow(WeightError);
  });
});
