import type { Source, SourceParent } from '../core/source.ts';
import type { Container } from '../formats/containers/container.ts';
import { detectContainer } from '../formats/containers/detect.ts';
import type { Store } from '../store/store.ts';
import { type FileProgress, ImportError } from './desk.ts';
import { RecordIntake } from './record-intake.ts';

/**
 * Reads a dataset file into the store, about 1 MB at a time, and resolves with its source once that is
 * visible there. Rejects with ImportError when nothing of the file can be used, with StoreError, or with
 * the signal's reason; what was stored until then is removed. `parent` is where a further round begins.
 */
export async function importSource(
  file: File,
  store: Store,
  onProgress: (progress: FileProgress) => void,
  signal: AbortSignal,
  parent?: SourceParent,
): Promise<Source> {
  const id = crypto.randomUUID();
  try {
    const container = await detectContainer(file);
    if (typeof container === 'string') throw new ImportError(container);
    const read = await readSource(id, file, container, store, onProgress, signal);
    const source = parent ? { ...read, parent } : read;
    signal.throwIfAborted();
    await store.addSource(source);
    return source;
  } catch (error) {
    // Records that cannot be removed now stay invisible, and the next opening of the store sweeps them away.
    await store.removeSource(id).catch(() => undefined);
    throw isUnreadable(error) ? new ImportError('unreadable', error.message, { cause: error }) : error;
  }
}

async function readSource(
  id: string,
  file: File,
  container: Container,
  store: Store,
  onProgress: (progress: FileProgress) => void,
  signal: AbortSignal,
): Promise<Source> {
  const intake = new RecordIntake(id, store);
  for await (const { pieces, doneBytes } of container.read(file, { signal })) {
    await intake.take(pieces);
    onProgress({ doneBytes, totalBytes: file.size, rowCount: intake.rowCount });
  }
  const facts = await intake.finish();
  if (facts.rowCount === 0) throw ImportError.noRecords(facts.defects);
  return { id, name: file.name, sizeBytes: file.size, container: container.name, importedAtMs: Date.now(), ...facts };
}

function isUnreadable(error: unknown): error is DOMException {
  return error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError');
}
