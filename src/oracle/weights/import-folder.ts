import { BlobReader, TextWriter, ZipReader, configure, type Entry } from '@zip.js/zip.js/lib/zip-core-custom.js';
import { type DroppedFile, WeightError } from '../shelf.ts';

/** A file of a folder that is being imported, from the disk or out of an archive. */
export interface ImportFile {
  /** From the folder on, with slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  text(): Promise<string>;
  /** Writes its bytes into `sink` piece by piece, and closes it. */
  pipeTo(sink: WritableStream<Uint8Array>, signal: AbortSignal): Promise<void>;
}

/** What was dropped or chosen: a folder's files, or those of one archive. */
export interface ImportFolder {
  /** Name of the archive or of the folder that everything lies in; `''` when there is none. */
  readonly name: string;
  readonly files: readonly ImportFile[];
}

/** Opens what was dropped or chosen. Rejects with WeightError `damaged` for an archive that cannot be read, `not-a-model` for nothing. */
export async function openFolder(files: readonly DroppedFile[]): Promise<ImportFolder> {
  const [first, second] = files;
  if (!first) throw new WeightError('not-a-model', 'no files');
  if (!second && (await isZip(first.file))) return openArchive(first.file);
  const [top = ''] = first.path.split('/').slice(0, -1);
  const name = files.every(({ path }) => path.startsWith(`${top}/`)) ? top : '';
  return { name, files: files.map(onDisk) };
}

function onDisk({ path, file }: DroppedFile): ImportFile {
  return {
    path,
    sizeBytes: file.size,
    text: () => file.text(),
    pipeTo: (sink, signal) => file.stream().pipeTo(sink, { signal }),
  };
}

async function isZip(file: File): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x50 && second === 0x4b;
}

async function openArchive(file: File): Promise<ImportFolder> {
  // We are in a worker already, and workers of the archive reader's own could not start here.
  configure({ useWebWorkers: false });
  try {
    const entries = await new ZipReader(new BlobReader(file)).getEntries();
    return { name: file.name.replace(/\.zip$/i, ''), files: entries.filter(({ directory }) => !directory).map((entry) => inArchive(entry, file.name)) };
  } catch (error) {
    throw damaged(file.name, error);
  }
}

function inArchive(entry: Entry, archive: string): ImportFile {
  const path = entry.filename;
  if (entry.directory || entry.encrypted) throw new WeightError('damaged', `${archive}: ${path} is locked`);
  return {
    path,
    sizeBytes: entry.uncompressedSize,
    text: () => entry.getData(new TextWriter()).catch((error: unknown) => Promise.reject(damaged(path, error))),
    pipeTo: async (sink, signal) => {
      try {
        await entry.getData(sink, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw damaged(path, error);
      }
    },
  };
}

function damaged(name: string, error: unknown): WeightError {
  if (error instanceof WeightError) return error;
  // A disk that fails and an archive that lies look the same to the reader.
  return new WeightError('damaged', `${name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
