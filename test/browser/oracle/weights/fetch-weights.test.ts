import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TransferProgress } from '../../../../src/oracle/shelf.ts';
import { missingWeight } from '../../../../src/oracle/weights/find-weights.ts';
import { readManifests } from '../../../../src/oracle/weights/manifest-store.ts';
import { CARD, LIBRARY_BYTES, makeRepository, originFiles, SPEC } from './model-files.ts';
import { allNames, emptyWeights, failureOf, fetchModel, startRig, storedContents } from './rig.ts';
import type { Fault, ScriptedRepository } from './scripted-hub.ts';

const SHARD = 'params_shard_0.bin';

/** The repository with faults for one file. */
function withFaults(name: string, ...faults: Fault[]): ScriptedRepository {
  return { ...makeRepository(), faults: { [name]: faults } };
}

const times = (count: number, fault: Fault): Fault[] => Array<Fault>(count).fill(fault);

beforeEach(emptyWeights);

describe('fetching weights', () => {
  it('brings every file here under its commit, index files first, and then needs nobody', async () => {
    const rig = startRig();
    expect(await missingWeight(SPEC)).toContain(SPEC.modelId);
    const model = await fetchModel(rig, CARD, makeRepository());
    const { asked } = await rig.calls.call('log', undefined);
    expect(asked[0]).toBe('main');
    expect(new Set(asked.slice(1, 3))).toEqual(new Set(['mlc-chat-config.json', 'tensor-cache.json']));
    expect(asked).toHaveLength(7);
    expect(await storedContents()).toEqual(originFiles(makeRepository()));
    expect(model).toMatchObject({ card: { spec: SPEC }, origin: 'download', fileCount: 6, missing: [] });
    expect(model.card.downloadBytes).toBe(model.sizeBytes);
    expect(await missingWeight(SPEC)).toBeUndefined();
    expect((await allNames()).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  // The promise of this whole folder.
  it('ends with the origin’s bytes or with an error that has a name, whatever the connection does; then a later attempt completes', async () => {
    const after = fc.nat(4200);
    const fault: fc.Arbitrary<Fault> = fc.oneof(
      fc.record({ kind: fc.constantFrom('broken' as const, 'ended' as const, 'stalled' as const), after }),
      fc.record({ kind: fc.constantFrom('unreachable' as const, 'range-ignored' as const, 'range-hidden' as const, 'range-elsewhere' as const) }),
      fc.record({ kind: fc.constantFrom('range-refused' as const, 'garbage' as const, 'overlong' as const, 'web-page' as const) }),
      fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(408, 429, 500, 502, 503) }),
    );
    const names = ['listing', ...Object.keys(originFiles(makeRepository()))];
    const faults = fc.dictionary(fc.constantFrom(...names), fc.array(fault, { maxLength: 9 }), { maxKeys: 4, noNullPrototype: true });
    const rig = startRig();
    await fc.assert(
      fc.asyncProperty(fc.array(faults, { minLength: 1, maxLength: 3 }), async (lives) => {
        await emptyWeights();
        for (const script of lives) {
          const outcome = await fetchModel(rig, CARD, { ...makeRepository(), faults: script }).then(() => 'whole', codeOf);
          expect(['whole', 'offline', 'damaged']).toContain(outcome);
          expect(await readManifests()).toHaveLength(outcome === 'whole' || (await readManifests()).length > 0 ? 1 : 0);
          if (outcome === 'whole') expect(await storedContents()).toEqual(originFiles(makeRepository()));
        }
        await fetchModel(rig, CARD, makeRepository());
        expect(await storedContents()).toEqual(originFiles(makeRepository()));
      }),
      { numRuns: 25, interruptAfterTimeLimit: 100_000 },
    );
  }, 300_000);

  it('goes on inside a file where the connection broke, also in another life', async () => {
    const rig = startRig();
    const [broken, unreachable] = [{ kind: 'broken', after: 1500 } as const, { kind: 'unreachable' } as const];
    const failure = await failureOf(fetchModel(rig, CARD, withFaults(SHARD, broken, broken, ...times(9, unreachable))));
    expect(failure).toMatchObject({ code: 'offline', detail: `${SHARD}: Failed to fetch` });
    expect((await rig.calls.call('log', undefined)).asked.filter((name) => name.startsWith(SHARD)).slice(0, 3)).toEqual([SHARD, `${SHARD} from 1500`, `${SHARD} from 3000`]);
    expect(await readManifests()).toEqual([]);
    const later = startRig();
    await fetchModel(later, CARD, makeRepository());
    expect((await later.calls.call('log', undefined)).asked).toContain(`${SHARD} from 3000`);
    expect(await storedContents()).toEqual(originFiles(makeRepository()));
  });

  it('waits longer from attempt to attempt, as long as the host asks, and tells it', async () => {
    const rig = startRig();
    const seen: TransferProgress[] = [];
    const repository = withFaults(SHARD, { kind: 'status', status: 429, retryAfter: '7' }, ...times(2, { kind: 'status', status: 503 }));
    await rig.calls.call('fetch', { address: CARD.spec, repository }, { onEvent: (progress) => seen.push(progress) });
    const { pausesMs } = await rig.calls.call('log', undefined);
    expect(pausesMs).toHaveLength(3);
    expect(pausesMs[0]).toBe(7000);
    expect(pausesMs[1]).toBeGreaterThanOrEqual(1500);
    expect(pausesMs[2]).toBeGreaterThanOrEqual(3000);
    expect(seen.flatMap(({ retry }) => retry ?? [])).toContainEqual({ path: SHARD, attempt: 2, attemptsMax: 6 });
    const last = seen.at(-1);
    expect(last).toMatchObject({ stage: 'fetch', retry: undefined });
    expect(last?.doneBytes).toBe(last?.totalBytes);
  });

  it('catches a shard of the right length and the wrong content, fetches it once more, and then says so', async () => {
    const rig = startRig();
    await fetchModel(rig, CARD, withFaults(SHARD, { kind: 'garbage' }));
    expect(await storedContents()).toEqual(originFiles(makeRepository()));
    await emptyWeights();
    const failure = await failureOf(fetchModel(rig, CARD, withFaults(SHARD, { kind: 'garbage' }, { kind: 'garbage' })));
    expect(failure.code).toBe('damaged');
    expect(failure.detail).toMatch(new RegExp(`^${SHARD}: SHA-256 [\\da-f]{64} in place of [\\da-f]{64}$`));
    expect(await readManifests()).toEqual([]);
  });

  it('catches a small file whose git name is another, and a library that is cut off', async () => {
    const rig = startRig();
    const tokenizer = await failureOf(fetchModel(rig, CARD, withFaults('tokenizer.json', ...times(2, { kind: 'garbage' }))));
    expect(tokenizer).toMatchObject({ code: 'damaged', detail: expect.stringContaining('tokenizer.json: SHA-1') as string });
    await emptyWeights();
    const name = Object.keys(originFiles(makeRepository())).at(-1) ?? '';
    const library = await failureOf(fetchModel(rig, CARD, withFaults(name, ...times(2, { kind: 'ended', after: 12 }))));
    expect(library).toMatchObject({ code: 'damaged', detail: `${name}: its last section is cut off` });
  });

  it.each<[string, string, Fault, string]>([
    ['a model that the host does not know', 'listing', { kind: 'status', status: 401, errorCode: 'RepoNotFound' }, 'not-found'],
    ['a file that is gone', SHARD, { kind: 'status', status: 404 }, 'not-found'],
    ['a model whose licence has to be accepted first', SHARD, { kind: 'status', status: 403, errorCode: 'GatedRepo' }, 'refused'],
    ['the sign-in page of a public network', 'listing', { kind: 'web-page' }, 'offline'],
  ])('gives up at once on %s', async (_, name, fault, code) => {
    const rig = startRig();
    expect((await failureOf(fetchModel(rig, CARD, withFaults(name, fault)))).code).toBe(code);
    expect((await rig.calls.call('log', undefined)).pausesMs).toEqual([]);
  });

  it('holds a library against the first one that came here as long as a model needs it', async () => {
    const rig = startRig();
    await fetchModel(rig, CARD, makeRepository());
    const other = LIBRARY_BYTES.map((byte, index) => (index === 14 ? byte + 1 : byte));
    const root = await navigator.storage.getDirectory();
    await (await root.getDirectoryHandle('tvmjs-opfs-store')).removeEntry('webllm', { recursive: true });
    const failure = await failureOf(fetchModel(rig, CARD, { ...makeRepository(), library: other }));
    expect(failure.code).toBe('damaged');
    await fetchModel(rig, CARD, makeRepository());
  });

  it('lets two tabs fetch the same model, and asks for each file once', async () => {
    const rigs = [startRig(), startRig()];
    const slow = withFaults(SHARD, { kind: 'broken', after: 10 });
    await Promise.all(rigs.map((rig) => fetchModel(rig, CARD, slow)));
    const logs = await Promise.all(rigs.map((rig) => rig.calls.call('log', undefined)));
    const files = logs.flatMap(({ asked }) => asked).filter((name) => name !== 'main' && !name.includes(SHARD));
    expect(files.sort()).toEqual([...new Set(files)]);
    expect(files).toHaveLength(5);
    expect(await storedContents()).toEqual(originFiles(makeRepository()));
  });

  it('ends with the signal’s reason when cancelled, shows nothing, and goes on later', async () => {
    const rig = startRig();
    const controller = new AbortController();
    const repository = withFaults(SHARD, { kind: 'broken', after: 100 }, ...times(3, { kind: 'unreachable' }));
    const fetching = rig.calls.call('fetch', { address: CARD.spec, repository }, { signal: controller.signal, onEvent: ({ retry }) => retry && controller.abort(new Error('not now')) });
    await expect(fetching).rejects.toThrow('not now');
    expect(await readManifests()).toEqual([]);
    await fetchModel(rig, CARD, makeRepository());
    expect(await storedContents()).toEqual(originFiles(makeRepository()));
  });

  it('goes on after its worker was killed in the middle of a file', async () => {
    const rig = startRig();
    const broken = { kind: 'broken', after: 2000 } as const;
    const repository = withFaults(SHARD, ...times(9, broken));
    const dying = rig.calls.call('fetch', { address: CARD.spec, repository }, { onEvent: ({ retry }) => retry && rig.end(new Error('killed')) });
    await expect(dying).rejects.toThrow();
    await fetchModel(startRig(), CARD, makeRepository());
    expect(await storedContents()).toEqual(originFiles(makeRepository()));
  });
});

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code ?? error;
}
