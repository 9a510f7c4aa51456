import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { cdp } from 'vitest/browser';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readManifests } from '../../../../src/oracle/weights/manifest-store.ts';
import { CARD, LIBRARY_BYTES, makeRepository, originFiles } from './model-files.ts';
import { allNames, emptyWeights, failureOf, fetchModel, startRig, storedContents } from './rig.ts';
import type { ScriptedRepository } from './scripted-hub.ts';

const SHARD_BYTES = 2_000_000;
const repository = makeRepository(SHARD_BYTES);

/** Leaves so many bytes free beside what is in use. */
async function leaveFree(freeBytes: number): Promise<void> {
  const { origin } = location;
  const { usage } = await cdp().send('Storage.getUsageAndQuota', { origin });
  await cdp().send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + freeBytes });
}

async function leaveAll(): Promise<void> {
  await cdp().send('Storage.overrideQuotaForOrigin', { origin: location.origin });
}

/** The same repository whose library, of which nobody tells the size beforehand, is this long. */
function withLibrary(sizeBytes: number): ScriptedRepository {
  const library = new Uint8Array(sizeBytes);
  library.set(LIBRARY_BYTES.subarray(0, 9));
  const content = sizeBytes - 9 - 4;
  library.set([(content & 0x7f) | 0x80, ((content >> 7) & 0x7f) | 0x80, ((content >> 14) & 0x7f) | 0x80, content >> 21], 9);
  return { ...makeRepository(), library };
}

beforeEach(emptyWeights);
afterEach(leaveAll);

/** The hashes of what lies here: a hundred times quicker to compare than the bytes. */
async function storedHashes(): Promise<Record<string, string>> {
  return hashesOf(await storedContents());
}

function hashesOf(files: Record<string, Uint8Array>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, bytesToHex(sha256(bytes))]));
}

it('says that the disk is full, by the name of the file, and goes on there when there is room', async () => {
  const rig = startRig();
  await leaveFree(1.5 * SHARD_BYTES);
  expect(await failureOf(fetchModel(rig, CARD, repository))).toMatchObject({ code: 'storage-full', detail: expect.stringMatching(/^params_shard_/) as string });
  expect(await readManifests()).toEqual([]);
  await leaveAll();
  await fetchModel(rig, CARD, repository);
  expect((await rig.calls.call('log', undefined)).asked.filter((name) => name.startsWith('params'))).not.toHaveLength(0);
  expect(await storedHashes()).toEqual(hashesOf(originFiles(repository)));
});

it('says so too of a file whose size nobody told', async () => {
  const rig = startRig();
  const large = withLibrary(6_000_000);
  await leaveFree(3_000_000);
  expect((await failureOf(fetchModel(rig, CARD, large))).code).toBe('storage-full');
  expect(await readManifests()).toEqual([]);
  await leaveAll();
  await fetchModel(rig, CARD, large);
  expect(await storedHashes()).toEqual(hashesOf(originFiles(large)));
});

it('gives up what a broken download left, and nobody went on with, before it says so', async () => {
  const rig = startRig();
  const broken = { kind: 'broken', after: 4 * SHARD_BYTES - 10 } as const;
  const other = { ...CARD, spec: { ...CARD.spec, modelId: CARD.spec.modelId.replace('f32', 'f16') } };
  const scripted = { ...makeRepository(4 * SHARD_BYTES), id: `mlc-ai/${other.spec.modelId}`, libraryName: repository.libraryName?.replace('f32', 'f16') ?? '' };
  const unreachable = Array.from({ length: 9 }, () => ({ kind: 'unreachable' }) as const);
  await failureOf(fetchModel(rig, other, { ...scripted, faults: { 'params_shard_0.bin': [broken, ...unreachable] } }));
  expect((await allNames()).some((name) => name.endsWith('.part'))).toBe(true);
  await leaveFree(1.5 * SHARD_BYTES);
  await fetchModel(rig, CARD, repository);
  expect(await storedHashes()).toEqual(hashesOf(originFiles(repository)));
});
