import { md5 } from '@noble/hashes/legacy.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { beforeEach, describe, expect, it } from 'vitest';
import weightsUrl from '../../../../src/oracle/weights/weights.worker.ts?worker&url';
import { type DroppedFile, type StoredModel, type TransferProgress, WeightError } from '../../../../src/oracle/shelf.ts';
import { BrowserShelf } from '../../../../src/oracle/weights/browser-shelf.ts';
import { openStored, settlePart } from '../../../../src/oracle/weights/file-store.ts';
import { missingWeight, thinks } from '../../../../src/oracle/weights/find-weights.ts';
import { getManifest, readManifests } from '../../../../src/oracle/weights/manifest-store.ts';
import { markUsed } from '../../../../src/oracle/weights/stored-models.ts';
import { CARD, json, LIBRARY, LIBRARY_BYTES, makeRepository, originFiles, SPEC } from './model-files.ts';
import { allNames, emptyWeights, failureOf, fetchModel, never, startRig, storedContents } from './rig.ts';

const shelf = new BrowserShelf({ startWorker: (url) => new Worker(url, { type: 'module' }), weightsUrl, dockUrl: '/no-such-dock.html' });
const ignore = () => {};
const SHARD = 'params_shard_0.bin';
const LIBRARY_NAME = LIBRARY.split('/').at(-1) ?? '';

type Files = Readonly<Record<string, Uint8Array<ArrayBuffer>>>;

/** The files as a person drops their folder. */
function dropped(files: Files, folder: string = CARD.spec.modelId): DroppedFile[] {
  return Object.entries(files).map(([path, bytes]) => ({ path: `${folder}/${path}`, file: new File([bytes], path.split('/').at(-1) ?? path) }));
}

/** The model's folder with the hashes that MLC writes into its list of shards. */
function mlcFolder(listName = 'tensor-cache.json'): Files {
  const files = without(makeRepository().files, 'tensor-cache.json');
  const shards = Object.entries(files).filter(([path]) => path.endsWith('.bin'));
  const records = shards.map(([dataPath, bytes]) => ({ dataPath, nbytes: bytes.byteLength, md5sum: bytesToHex(md5(bytes)), records: [] }));
  return { ...files, [listName]: json({ records }), [LIBRARY_NAME]: LIBRARY_BYTES };
}

function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([other]) => other !== path));
}

/** The practice model's folder under a published name: real files that the engine can run. */
async function onnxFolder(): Promise<Files> {
  const paths = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];
  const contents = paths.map(async (path) => [path, new Uint8Array(await (await fetch(`/models/tain-practice/${path}`)).arrayBuffer())] as const);
  return Object.fromEntries(await Promise.all(contents));
}

const importAll = (files: readonly DroppedFile[], onTransfer: (progress: TransferProgress) => void = ignore) => shelf.importModel(files, onTransfer, never());

/** A stored file with other bytes in it, as a failing disk leaves it: its record knows nothing of that. */
async function spoil(model: StoredModel, path: string, change: (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>): Promise<void> {
  const stored = (await getManifest(model.card.spec))?.files.find((file) => file.path === path);
  const bytes = stored && new Uint8Array((await (await openStored(stored))?.arrayBuffer()) ?? new ArrayBuffer());
  if (!stored || !bytes) throw new Error(`${path} is not stored`);
  const folder = await (await (await navigator.storage.getDirectory()).getDirectoryHandle('tvmjs-opfs-store')).getDirectoryHandle('webllm');
  const part = await (await folder.getDirectoryHandle('model')).getFileHandle('spoilt', { create: true });
  const writable = await part.createWritable();
  await writable.write(change(bytes));
  await writable.close();
  await settlePart(part, stored);
}

const flip = (bytes: Uint8Array<ArrayBuffer>) => bytes.map((byte, index) => (index === bytes.length >> 1 ? byte ^ 1 : byte));

beforeEach(emptyWeights);

describe('the shelf', () => {
  it('knows its models, the latest used first, and what they take', async () => {
    const first = await fetchModel(startRig(), CARD, makeRepository());
    const second = await importAll(dropped(await onnxFolder(), 'Someone-Tiny'));
    expect((await shelf.models()).map(({ card }) => card.title)).toEqual([second.card.title, first.card.title]);
    await markUsed(first.card.spec, Date.now() + 1000);
    expect((await shelf.models()).map(({ card }) => card.title)).toEqual([first.card.title, second.card.title]);
    const report = await shelf.storage();
    expect(report.modelBytes).toBe(first.sizeBytes + second.sizeBytes);
    expect(report.usedBytes).toBeGreaterThanOrEqual(report.modelBytes);
    expect(await thinks(first.card.spec)).toBe(false);
  });

  it('asks nobody for a model that is here, not even what its branch has come to', async () => {
    const model = await fetchModel(startRig(), CARD, makeRepository());
    expect(await shelf.fetch(CARD, ignore, never())).toEqual(model);
    expect(await shelf.fetch(model.card, ignore, never())).toEqual(model);
    expect(document.querySelectorAll('iframe')).toHaveLength(0);
  });

  it('finds what is wrong with a model, and a fetch repairs just that', async () => {
    const rig = startRig();
    const model = await fetchModel(rig, CARD, makeRepository());
    await spoil(model, SHARD, flip);
    expect(await missingWeight(SPEC)).toBeUndefined();
    const seen: TransferProgress[] = [];
    const checked = await shelf.check(model, (progress) => seen.push(progress), never());
    expect(checked.missing).toEqual([SHARD]);
    expect(checked.checkedAtMs).toBeGreaterThanOrEqual(model.checkedAtMs);
    expect(seen.at(-1)).toMatchObject({ stage: 'check', doneBytes: model.sizeBytes, totalBytes: model.sizeBytes });
    expect(await missingWeight(SPEC)).toBe(SHARD);
    expect(await shelf.models()).toMatchObject([{ missing: [SHARD] }]);

    const repaired = await fetchModel(rig, checked.card, makeRepository());
    expect((await rig.calls.call('log', undefined)).asked).toEqual([SPEC.revision, SHARD]);
    expect(repaired).toMatchObject({ missing: [], storedAtMs: model.storedAtMs });
    expect((await shelf.check(repaired, ignore, never())).missing).toEqual([]);
  });

  it('sees at a glance that a file was cut', async () => {
    const model = await fetchModel(startRig(), CARD, makeRepository());
    await spoil(model, SHARD, (bytes) => bytes.slice(1));
    expect(await shelf.models()).toMatchObject([{ missing: [SHARD] }]);
    expect(await missingWeight(SPEC)).toBe(SHARD);
    expect(await failureOf(shelf.pack(model))).toMatchObject({ code: 'incomplete', detail: SHARD });
  });

  it('removes a model with all that no other needs, and leaves no byte of the last', async () => {
    const model = await fetchModel(startRig(), CARD, makeRepository());
    const twin = await importAll(dropped(mlcFolder()));
    expect((await shelf.models()).map(({ card }) => card.spec.revision).sort()).toEqual([SPEC.revision, twin.card.spec.revision].sort());
    await shelf.remove(model);
    expect(await missingWeight(twin.card.spec)).toBeUndefined();
    expect((await shelf.models()).map(({ card }) => card.spec.revision)).toEqual([twin.card.spec.revision]);
    await shelf.remove(twin);
    expect(await allNames()).toEqual([]);
  });

  it('throws away what lay in the caches of the former layout', async () => {
    await caches.open('webllm/model');
    await caches.open('another');
    await shelf.models();
    expect(await caches.keys()).not.toContain('webllm/model');
    expect(await caches.keys()).toContain('another');
    await caches.delete('another');
  });
});

describe('importing a folder', () => {
  it('stores an MLC model where a download would, under a name made from its content', async () => {
    const seen: TransferProgress[] = [];
    const model = await importAll(dropped(mlcFolder('ndarray-cache.json')), (progress) => seen.push(progress));
    expect(model).toMatchObject({ origin: 'import', missing: [], fileCount: 6 });
    expect(model.card.spec).toMatchObject({ engine: 'webllm', modelId: SPEC.modelId, dtype: SPEC.dtype, revision: expect.stringMatching(/^local-[\da-f]{16}$/) as string });
    expect(await missingWeight(model.card.spec)).toBeUndefined();
    expect(seen.at(-1)).toMatchObject({ stage: 'copy', doneBytes: model.sizeBytes, totalBytes: model.sizeBytes });
    const again = await importAll(dropped(mlcFolder('ndarray-cache.json'), 'a/deeper/folder').map(({ path, file }) => ({ path: path.replace('folder', SPEC.modelId), file })));
    expect(again.card.spec).toEqual(model.card.spec);
    expect(await shelf.models()).toHaveLength(1);
    const list = (await readManifests())[0]?.files.find(({ url }) => url.endsWith('/tensor-cache.json'));
    expect(list?.path).toBe('ndarray-cache.json');
  });

  it('takes the library from another model of the same shape, and names it when there is none', async () => {
    const files = without(mlcFolder(), LIBRARY_NAME);
    expect(await failureOf(importAll(dropped(files)))).toMatchObject({ code: 'incomplete', detail: `${LIBRARY_NAME} (${LIBRARY})` });
    await fetchModel(startRig(), CARD, makeRepository());
    expect((await importAll(dropped(files))).missing).toEqual([]);
  });

  it.each<[string, (files: Files) => Files, string, RegExp]>([
    ['a shard whose hash is another', (files) => ({ ...files, [SHARD]: flip(files[SHARD] ?? new Uint8Array()) }), 'damaged', /^params_shard_0\.bin: MD5/],
    ['a shard that is cut', (files) => ({ ...files, [SHARD]: (files[SHARD] ?? new Uint8Array()).slice(9) }), 'damaged', /^params_shard_0\.bin: 3991 bytes in place of 4000/],
    ['a shard that is missing', (files) => without(files, SHARD), 'incomplete', /^params_shard_0\.bin$/],
    ['a list of shards that is missing', (files) => without(files, 'tensor-cache.json'), 'incomplete', /^tensor-cache\.json$/],
    ['a library that is cut', (files) => ({ ...files, [LIBRARY_NAME]: LIBRARY_BYTES.slice(0, -1) }), 'damaged', /webgpu\.wasm: its last section is cut off/],
    ['a configuration that is none', (files) => ({ ...files, 'mlc-chat-config.json': new Uint8Array([123]) }), 'not-a-model', /mlc-chat-config\.json/],
    ['pictures', () => ({ 'cat.png': new Uint8Array(3) }), 'not-a-model', /among 1 files/],
  ])('refuses %s by name, and keeps nothing', async (_, change, code, detail) => {
    const failure = await failureOf(importAll(dropped(change(mlcFolder()))));
    expect(failure.code).toBe(code);
    expect(failure.detail).toMatch(detail);
    expect((await allNames()).filter((name) => !name.endsWith('/'))).toEqual([]);
  });

  it('stores an ONNX model with what it says of itself', async () => {
    const readme = new TextEncoder().encode('---\nlicense: mit\nlanguage:\n- en\n- de\n---\n# Tiny\n`pipeline("text-generation", "someone/Tiny-ONNX")`\n');
    const model = await importAll(dropped({ ...(await onnxFolder()), 'README.md': readme }, 'Tiny-ONNX'));
    expect(model.card.spec).toMatchObject({ engine: 'transformers', modelId: 'someone/Tiny-ONNX', dtype: 'fp32' });
    expect(model.card).toMatchObject({ languages: ['en', 'de'], licence: { name: 'MIT' } });
    expect(model.fileCount).toBe(5);
    expect(await missingWeight(model.card.spec)).toBeUndefined();
  });
});

describe('packing', () => {
  it('makes one file that another machine takes without a network, to the last byte', async () => {
    const model = await fetchModel(startRig(), CARD, makeRepository());
    const { name, blob } = await shelf.pack(model);
    expect(name).toBe(`${SPEC.modelId}.zip`);
    const file = new File([await blob.arrayBuffer()], 'renamed by somebody.zip');
    await emptyWeights();
    const imported = await importAll([{ path: file.name, file }]);
    expect(imported).toMatchObject({ card: model.card, origin: 'import', sizeBytes: model.sizeBytes, missing: [] });
    expect(await storedContents()).toEqual(originFiles(makeRepository()));
    expect(await missingWeight(SPEC)).toBeUndefined();
  });

  it('is undone by any flipped byte of a file, which is named, and by a cut', async () => {
    const { blob } = await shelf.pack(await fetchModel(startRig(), CARD, makeRepository()));
    const bytes = new Uint8Array(await blob.arrayBuffer());
    await emptyWeights();
    const take = (damaged: Uint8Array<ArrayBuffer>) => failureOf(importAll([{ path: 'm.zip', file: new File([damaged], 'm.zip') }]));
    const shard = makeRepository().files['params_shard_1.bin'] ?? new Uint8Array();
    const at = indexOfBytes(bytes, shard.subarray(0, 64)) + 100;
    expect(await take(bytes.map((byte, index) => (index === at ? byte ^ 0x80 : byte)))).toMatchObject({ code: 'damaged', detail: expect.stringMatching(/^params_shard_1\.bin: SHA-256/) as string });
    expect(await take(bytes.slice(0, -100))).toMatchObject({ code: 'damaged', detail: expect.stringContaining('m.zip') as string });
    expect((await take(bytes.slice(0, 200))).code).toBe('damaged');
    expect(await allNames()).toEqual([]);
  });

  it('does not let a packed model take the place of another one', async () => {
    const model = await fetchModel(startRig(), CARD, makeRepository());
    const manifest = await getManifest(model.card.spec);
    const foreign = { ...manifest, files: manifest?.files.map((file) => ({ ...file, url: file.url.replace(SPEC.modelId, 'another') })) };
    const files = { ...makeRepository().files, [LIBRARY_NAME]: LIBRARY_BYTES, 'tain-model.json': json(foreign) };
    expect(await failureOf(importAll(dropped(files)))).toMatchObject({ code: 'damaged', detail: 'tain-model.json' });
    const changed = { ...originFiles(makeRepository()), [SHARD]: flip(makeRepository().files[SHARD] ?? new Uint8Array()) };
    expect((await failureOf(importAll(dropped({ ...changed, 'tain-model.json': json(manifest) })))).code).toBe('damaged');
    expect((await shelf.check(model, ignore, never())).missing).toEqual([]);
  });

  it('leaves nothing behind when it is called off', async () => {
    const { blob } = await shelf.pack(await fetchModel(startRig(), CARD, makeRepository(3_000_000)));
    const file = new File([await blob.arrayBuffer()], 'm.zip');
    await emptyWeights();
    const controller = new AbortController();
    const importing = shelf.importModel([{ path: 'm.zip', file }], ({ doneBytes }) => doneBytes > 0 && controller.abort(new Error('not now')), controller.signal);
    await expect(importing).rejects.toThrow('not now');
    await expect
      .poll(async () => {
        await shelf.models();
        return (await allNames()).length;
      })
      .toBe(0);
  });
});

describe('the shelf without a dock', () => {
  it('says so', async () => {
    const controller = new AbortController();
    const fetching = shelf.fetch(CARD, ignore, controller.signal);
    controller.abort(new WeightError('failed', 'enough'));
    await expect(fetching).rejects.toThrow('enough');
  });
});

function indexOfBytes(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = 0; at + wanted.length <= bytes.length; at += 1) if (wanted.every((byte, index) => bytes[at + index] === byte)) return at;
  throw new Error('the bytes are not in it');
}
