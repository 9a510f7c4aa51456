import { newManifest } from '../../../../src/oracle/weights/manifest.ts';
import { writeManifest } from '../../../../src/oracle/weights/manifest-store.ts';
import { fileName, partHandle, settlePart } from '../../../../src/oracle/weights/file-store.ts';
import type { StoredFile, WeightScope } from '../../../../src/oracle/weights/weight-file.ts';
import { CARD, COMMIT, FOLDER, LIBRARY, makeRepository } from '../weights/model-files.ts';

/** Puts a model where the engine looks for it; `changed` are files by path, `library` the compiled one. None of it would run. */
export async function storeModel(changed: Readonly<Record<string, Uint8Array<ArrayBuffer>>>, library?: Uint8Array<ArrayBuffer>): Promise<void> {
  const repository = makeRepository(64);
  const files = Object.entries({ ...repository.files, ...changed });
  const stored = await Promise.all(files.map(([path, bytes]) => store(path.endsWith('config.json') ? 'webllm/config' : 'webllm/model', FOLDER + path, path, bytes)));
  stored.push(await store('webllm/wasm', LIBRARY, repository.libraryName ?? '', library ?? repository.library ?? new Uint8Array()));
  await writeManifest(newManifest(CARD, COMMIT, stored, 'import', 0));
}

/** Removes all that lies in the browser's private file system. */
export async function emptyFileSystem(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}

async function store(scope: WeightScope, url: string, path: string, bytes: Uint8Array<ArrayBuffer>): Promise<StoredFile> {
  const file: StoredFile = { scope, url, path, sizeBytes: bytes.byteLength, sha256: '0'.repeat(64), crc32: 0 };
  const part = await partHandle(scope, await fileName(file));
  const writable = await part.createWritable();
  await writable.write(bytes);
  await writable.close();
  await settlePart(part, file);
  return file;
}
