import { type TransferProgress, WeightError } from '../shelf.ts';
import { repositoryOf } from '../weights/addresses.ts';
import { openStored } from '../weights/file-store.ts';
import { makeRoom, whileMoving, withRoom } from '../weights/free-space.ts';
import { readManifests } from '../weights/manifest-store.ts';
import { TransferMeter } from '../weights/transfer-meter.ts';
import { keyText, type StoredFile, type WeightFile } from '../weights/weight-file.ts';
import { layoutOf, type WeightAddress } from '../weights/weight-layout.ts';
import { askHub } from './ask-hub.ts';
import type { FetchedWeights } from './dock-calls.ts';
import { fetchFile } from './fetch-file.ts';
import type { HubListing } from './hub-listing.ts';
import type { WeightSource } from './weight-source.ts';

/** More would not be faster and would rouse the hosts' limits. */
const PARALLEL_FILES = 4;

type FetchOne = (file: WeightFile, until: AbortSignal) => Promise<StoredFile>;

/**
 * Brings all files of a model here: the index files first, then what they name, a few at a time. A branch or tag is resolved to a
 * commit first. Rejects with WeightError or with the signal's reason; what has come by then stays for the next time.
 */
export function fetchWeights(address: WeightAddress, source: WeightSource, onProgress: (progress: TransferProgress) => void, signal: AbortSignal): Promise<FetchedWeights> {
  return whileMoving(async () => {
    const meter = new TransferMeter('list', onProgress);
    const listing = await askHub(repositoryOf(address), address.revision, source, meter, signal);
    const known = new Map((await readManifests()).flatMap(({ files }) => files).map((file) => [keyText(file), file.sha256]));
    const layout = layoutOf({ ...address, revision: listing.commit }, new Set(listing.files.keys()));
    const fetchOne: FetchOne = (file, until) => fetchFile(file, source, meter, until);
    const promised = (files: readonly WeightFile[]) => files.map((file) => withPromise(file, listing, known.get(keyText(file))));

    const indexFiles = promised(layout.indexFiles);
    meter.expect('list', measured(indexFiles), false);
    const index = await inLanes(indexFiles, fetchOne, signal);
    const others = promised(await layout.otherFiles(readStoredJson).catch(unreadable));
    meter.expect('fetch', measured(others), true);
    const own = [...indexFiles, ...others];
    await makeRoom(meter.remainingBytes(), own);
    const fetched = await withRoom(own, () => inLanes(others, fetchOne, signal));
    return { revision: listing.commit, files: [...index, ...fetched] };
  });
}

const measured = (files: readonly WeightFile[]) => files.map(({ path, promise: { sizeBytes } }) => ({ path, sizeBytes }));

/**
 * Adds what the hub promises of a file, or what is known of it from another model on this machine: of a compiled library, whose hash
 * nobody publishes, the first one that came here is the measure. Throws WeightError `not-a-model` when the repository lacks the file.
 */
function withPromise(file: WeightFile, { files }: HubListing, knownSha256: string | undefined): WeightFile {
  if (file.scope === 'webllm/wasm') return { ...file, promise: { sha256: knownSha256 } };
  const listed = files.get(file.path);
  if (!listed) throw new WeightError('not-a-model', `${file.path} is not in the repository`);
  return { ...file, promise: { ...file.promise, ...listed } };
}

async function readStoredJson(file: WeightFile): Promise<unknown> {
  const stored = await openStored(file);
  if (!stored) throw new WeightError('failed', `${file.path} is gone again`);
  return JSON.parse(await stored.text());
}

function unreadable(error: unknown): never {
  if (error instanceof SyntaxError || error instanceof TypeError) throw new WeightError('not-a-model', error.message, { cause: error });
  throw error;
}

/** Resolves with all in their order when all are done. The first failure ends the others, and is thrown when they have ended. */
async function inLanes(files: readonly WeightFile[], fetchOne: FetchOne, signal: AbortSignal): Promise<StoredFile[]> {
  const failed = new AbortController();
  const until = AbortSignal.any([signal, failed.signal]);
  const stored: StoredFile[] = [];
  const queue = files.entries();
  const lane = async () => {
    try {
      for (const [index, file] of queue) stored[index] = await fetchOne(file, until);
    } catch (error) {
      failed.abort(error);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_FILES }, lane));
  signal.throwIfAborted();
  failed.signal.throwIfAborted();
  return stored;
}
