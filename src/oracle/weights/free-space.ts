import { WeightError } from '../shelf.ts';
import { fileName, namesIn, removeNamed, removePart } from './file-store.ts';
import { readManifests } from './manifest-store.ts';
import { WEIGHT_SCOPES, type WeightKey } from './weight-file.ts';

/** Held by each who brings files here: as long as another does, what belongs to no model may be his. */
const MOVING_LOCK = 'tain-weights-moving';

const IMPORT_PREFIX = 'import-';

/** Runs `work` and lets others know meanwhile that files without a model are in use. */
export function whileMoving<Result>(work: () => Promise<Result>): Promise<Result> {
  return navigator.locks.request(MOVING_LOCK, { mode: 'shared' }, work);
}

/**
 * Makes sure that there is room, as far as the browser can tell, which it does badly; where there is none, removes leftovers.
 * Call within {@link whileMoving}. Rejects with WeightError `storage-full`.
 */
export async function makeRoom(neededBytes: number, keep: readonly WeightKey[]): Promise<void> {
  if (await hasRoom(neededBytes)) return;
  await removeLeftovers(keep);
  if (!(await hasRoom(neededBytes))) throw new WeightError('storage-full', `${neededBytes} bytes are needed`);
}

/**
 * Runs `work`, and once more when the disk turns out to be full and downloads have left something that nobody went on with.
 * Call within {@link whileMoving}.
 */
export async function withRoom<Result>(keep: readonly WeightKey[], work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const full = error instanceof WeightError && error.code === 'storage-full';
    if (!full || !(await removeLeftovers(keep))) throw error;
    return work();
  }
}

/** The name of a part that an import brings; a download's part bears its address's. */
export function importPartName(): string {
  return IMPORT_PREFIX + crypto.randomUUID();
}

/** Removes what imports left that were broken off, unless somebody is bringing files here just now. Nothing goes on with those: unlike a download's they have no address. */
export async function sweepImports(): Promise<void> {
  await navigator.locks.request(MOVING_LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    for (const scope of WEIGHT_SCOPES) {
      for (const name of await namesIn(scope)) if (name.startsWith(IMPORT_PREFIX)) await removePart(scope, name);
    }
  });
}

async function hasRoom(neededBytes: number): Promise<boolean> {
  const { quota, usage } = await navigator.storage.estimate();
  return quota === undefined || usage === undefined || quota - usage >= neededBytes;
}

/** Removes what belongs to no model and is not in `keep`, unless somebody else is bringing files here. Resolves with whether there was any. */
async function removeLeftovers(keep: readonly WeightKey[]): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  if (held.filter(({ name }) => name === MOVING_LOCK).length > 1) return false;
  const needed = [...keep, ...(await readManifests()).flatMap(({ files }) => files)];
  const neededNames = new Set(await Promise.all(needed.map(fileName)));
  let removed = false;
  for (const scope of WEIGHT_SCOPES) {
    for (const name of await namesIn(scope)) {
      if (neededNames.has(name)) continue;
      await removeNamed(scope, name);
      removed = true;
    }
  }
  return removed;
}
