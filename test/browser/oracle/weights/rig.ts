import { onTestFinished } from 'vitest';
import { connectWorker, type WorkerCaller } from '../../../../src/bridge/worker-caller.ts';
import type { ModelCard } from '../../../../src/oracle/model-card.ts';
import { type StoredModel, WeightError } from '../../../../src/oracle/shelf.ts';
import { openStored } from '../../../../src/oracle/weights/file-store.ts';
import { newManifest } from '../../../../src/oracle/weights/manifest.ts';
import { readManifests } from '../../../../src/oracle/weights/manifest-store.ts';
import { reviveWeightError } from '../../../../src/oracle/weights/storage-errors.ts';
import { keepModel } from '../../../../src/oracle/weights/stored-models.ts';
import type { StoredFile } from '../../../../src/oracle/weights/weight-file.ts';
import type { RigCalls } from './rig.worker.ts';
import type { ScriptedRepository } from './scripted-hub.ts';

/** A dock's worker whose hosts are scripted; ended with the test. */
export function startRig(): WorkerCaller<RigCalls> {
  const worker = new Worker(new URL('./rig.worker.ts', import.meta.url), { type: 'module' });
  const rig = connectWorker<RigCalls>(worker, reviveWeightError, (detail) => new WeightError('failed', detail));
  onTestFinished(() => rig.end(new WeightError('failed', 'the test is over')));
  return rig;
}

/** Brings a scripted repository here as the shelf does with what the dock has fetched. */
export async function fetchModel({ calls }: WorkerCaller<RigCalls>, card: ModelCard, repository: ScriptedRepository, signal = never()): Promise<StoredModel> {
  const { revision, files } = await calls.call('fetch', { address: card.spec, repository }, { signal });
  return keepModel(newManifest(card, revision, files, 'download', Date.now()));
}

/** Removes all weights of this origin. */
export async function emptyWeights(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) await root.removeEntry(name, { recursive: true });
}

/** The bytes of each stored file of all models, by path. */
export async function storedContents(): Promise<Record<string, Uint8Array>> {
  const files = (await readManifests()).flatMap((manifest) => manifest.files);
  return Object.fromEntries(await Promise.all(files.map(async (file) => [file.path, await bytesOf(file)] as const)));
}

async function bytesOf(file: StoredFile): Promise<Uint8Array> {
  const blob = await openStored(file);
  return new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer());
}

/** Names of everything that lies in the private file system, folders with a slash at their end. */
export async function allNames(folder?: FileSystemDirectoryHandle, path = ''): Promise<string[]> {
  const names: string[] = [];
  for await (const [name, handle] of (folder ?? (await navigator.storage.getDirectory())).entries()) {
    if (handle.kind === 'file') names.push(path + name);
    else names.push(...(await allNames(handle, `${path}${name}/`)));
  }
  return names;
}

export function never(): AbortSignal {
  return new AbortController().signal;
}

/** The error that a call rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<WeightError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof WeightError)) throw new Error(`no WeightError: ${String(error)}`);
  return error;
}
