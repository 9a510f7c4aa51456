import { crc32 } from 'node:zlib';
import { BlobReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js/lib/zip-core-custom.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipBlob } from '../../../src/oracle/weights/zip-blob.ts';

async function unpack(blob: Blob): Promise<[string, Uint8Array][]> {
  const entries = await new ZipReader(new BlobReader(blob), { useWebWorkers: false, checkSignature: true, strictness: 'strict' }).getEntries();
  return Promise.all(entries.map(async (entry): Promise<[string, Uint8Array]> => [entry.filename, entry.directory ? new Uint8Array() : await entry.getData(new Uint8ArrayWriter())]));
}

// The low limit makes small files and offsets need the long fields that only files beyond 4 GB need otherwise.
test.each([undefined, 100, 0])('an archive gives back what was put in, also where sizes from %s bytes on need the long fields', async (limitBytes) => {
  const path = fc.stringMatching(/^[a-zé漢][a-z0-9._-]{0,20}(\/[a-z0-9_]{1,9}){0,2}$/);
  const files = fc.uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 300 })), { selector: ([name]) => name, minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(files, async (contents) => {
      const entries = contents.map(([name, bytes]) => ({ path: name, blob: new Blob([Uint8Array.from(bytes)]), crc32: crc32(bytes) }));
      const unpacked = await unpack(limitBytes === undefined ? zipBlob(entries) : zipBlob(entries, limitBytes));
      expect(unpacked.map(([name, bytes]) => [name, [...bytes]])).toEqual(contents.map(([name, bytes]) => [name, [...bytes]]));
    }),
    { numRuns: 50 },
  );
});
