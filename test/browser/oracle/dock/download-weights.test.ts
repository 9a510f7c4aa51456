import { beforeEach, describe, expect, it } from 'vitest';
import { cachedKeys, missingWeight } from '../../../../src/oracle/catalogue/cached-weights.ts';
import { webLlmWeights } from '../../../../src/oracle/catalogue/webllm-weights.ts';
import type { WeightLayout } from '../../../../src/oracle/catalogue/weight-file.ts';
import { downloadWeights } from '../../../../src/oracle/dock/download-weights.ts';
import type { WeightSource } from '../../../../src/oracle/dock/weight-source.ts';
import { OracleError, type LoadProgress } from '../../../../src/oracle/oracle.ts';
import { cacheContents, emptyCaches, ENTRY, FOLDER, KEY, LIBRARY, MODEL_FILES } from './weight-cache.ts';

type Reply = () => Response | Promise<Response>;

const ok =
  (text: string, headers: HeadersInit = {}): Reply =>
  () =>
    new Response(text, { headers: { 'content-length': String(text.length), vary: 'Origin', ...headers } });

/** A network that serves the model, but for the replies that a test puts first in line. */
class FakeNetwork implements WeightSource {
  readonly asked: string[] = [];
  readonly pausesMs: number[] = [];
  readonly first: Record<string, Reply[]> = {};

  fetch(url: string, signal: AbortSignal): Promise<Response> {
    signal.throwIfAborted();
    this.asked.push(url.split('/').at(-1) ?? '');
    const reply = this.first[url]?.shift() ?? ok(MODEL_FILES[url] ?? '');
    return Promise.resolve(reply());
  }

  pause(durationMs: number): Promise<void> {
    this.pausesMs.push(durationMs);
    return Promise.resolve();
  }
}

const SHARD = `${FOLDER}params_shard_0.bin`;
const layout = webLlmWeights(ENTRY.spec);
const signal = () => new AbortController().signal;

async function download(network: WeightSource, until = signal(), files: WeightLayout = layout): Promise<LoadProgress[]> {
  const seen: LoadProgress[] = [];
  await downloadWeights(files, network, (progress) => seen.push(progress), until);
  return seen;
}

async function failure(promise: Promise<unknown>): Promise<OracleError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof OracleError)) throw new Error(`no OracleError: ${String(error)}`);
  return error;
}

beforeEach(emptyCaches);

describe('downloading weights', () => {
  it('fills the engine’s caches, index files first, under its own keys', async () => {
    const network = new FakeNetwork();
    expect(await missingWeight(ENTRY.spec)).toBe(`${FOLDER}mlc-chat-config.json`);
    const seen = await download(network);
    expect(new Set(network.asked.slice(0, 2))).toEqual(new Set(['mlc-chat-config.json', 'tensor-cache.json']));
    expect(network.asked.slice(2)).toEqual([LIBRARY.split('/').at(-1), 'tokenizer.json', 'params_shard_0.bin', 'params_shard_1.bin']);
    expect(await cacheContents()).toEqual({
      [`webllm/config ${FOLDER}mlc-chat-config.json`]: MODEL_FILES[`${FOLDER}mlc-chat-config.json`],
      [`webllm/model ${FOLDER}tensor-cache.json`]: MODEL_FILES[`${FOLDER}tensor-cache.json`],
      [`webllm/wasm ${LIBRARY}`]: 'not wasm',
      [`webllm/model ${FOLDER}tokenizer.json`]: '{}',
      [`webllm/model ${SHARD}`]: 'abcde',
      [`webllm/model ${FOLDER}params_shard_1.bin`]: 'fgh',
    });
    expect(await missingWeight(ENTRY.spec)).toBeUndefined();
    expect([...(await cachedKeys())].filter((key) => !key.includes('practice'))).toEqual([KEY]);
    const totalBytes = Object.values(MODEL_FILES).join('').length;
    expect(seen[0]).toEqual({ stage: 'download', fraction: undefined, loadedBytes: 0, totalBytes: undefined });
    expect(seen.at(-1)).toEqual({ stage: 'download', fraction: 1, loadedBytes: totalBytes, totalBytes });
  });

  it('stores no header of the server’s that would hide the file from the engine', async () => {
    await download(new FakeNetwork());
    const stored = await caches.match(new Request(SHARD, { headers: { accept: 'x/y' } }), { cacheName: 'webllm/model' });
    expect(Object.fromEntries(stored?.headers ?? [])).toEqual({ 'content-type': 'text/plain;charset=UTF-8', 'content-length': '5' });
  });

  it('skips what is there and fetches only the rest', async () => {
    await download(new FakeNetwork());
    await (await caches.open('webllm/model')).delete(SHARD);
    expect(await missingWeight(ENTRY.spec)).toBe(SHARD);
    const again = new FakeNetwork();
    const seen = await download(again);
    expect(again.asked).toEqual(['params_shard_0.bin']);
    expect(seen.at(-1)?.fraction).toBe(1);
  });

  it('repeats with growing pauses after a broken network, a broken transfer and a failing server', async () => {
    const network = new FakeNetwork();
    const broken = () => new Response(new ReadableStream({ start: (controller) => controller.error(new TypeError('network error')) }));
    network.first[SHARD] = [() => Promise.reject(new TypeError('Failed to fetch')), broken, () => new Response(null, { status: 503 })];
    await download(network);
    expect(network.pausesMs).toEqual([1_000, 4_000, 16_000]);
    expect((await cacheContents())[`webllm/model ${SHARD}`]).toBe('abcde');
  });

  it('gives up after four attempts, naming file and cause, and keeps what is complete', async () => {
    const network = new FakeNetwork();
    network.first[SHARD] = Array<Reply>(9).fill(() => new Response(null, { status: 502 }));
    expect(await failure(download(network))).toMatchObject({ code: 'download-failed', detail: `${SHARD}: Error: HTTP 502` });
    expect(network.asked.filter((name) => name === 'params_shard_0.bin')).toHaveLength(4);
    expect(Object.keys(await cacheContents())).toContain(`webllm/model ${FOLDER}tensor-cache.json`);
    expect(Object.keys(await cacheContents())).not.toContain(`webllm/model ${SHARD}`);
  });

  it.each<[string, Reply, string]>([
    ['an answer that says no', () => new Response(null, { status: 404 }), 'HTTP 404'],
    ['a sign-in page', ok('<html>', { 'content-type': 'text/html; charset=utf-8' }), 'a web page came'],
  ])('does not repeat after %s', async (_, reply, detail) => {
    const network = new FakeNetwork();
    network.first[SHARD] = [reply];
    expect((await failure(download(network))).detail).toContain(detail);
    expect(network.pausesMs).toEqual([]);
  });

  it('stores no shard of another size than its index states', async () => {
    const network = new FakeNetwork();
    network.first[SHARD] = Array<Reply>(9).fill(ok('abc'));
    expect((await failure(download(network))).detail).toContain('3 bytes came in place of 5');
    expect(await missingWeight(ENTRY.spec)).toBe(SHARD);
  });

  it('throws a broken index file away, so that the next attempt can do better', async () => {
    const network = new FakeNetwork();
    network.first[`${FOLDER}tensor-cache.json`] = [ok('{"records":')];
    expect((await failure(download(network))).code).toBe('download-failed');
    expect(await cacheContents()).toEqual({});
    await download(network);
    expect(await missingWeight(ENTRY.spec)).toBeUndefined();
  });

  it('does without an optional file', async () => {
    const optional = { url: `${FOLDER}extra.json`, cacheName: 'webllm/model', sizeBytes: undefined, optional: true };
    const network = new FakeNetwork();
    network.first[optional.url] = [() => new Response(null, { status: 404 })];
    const seen = await download(network, signal(), { indexFiles: [], otherFiles: () => Promise.resolve([optional]) });
    expect(seen.at(-1)?.loadedBytes).toBe(0);
    expect(await cacheContents()).toEqual({});
  });

  it('ends all transfers with the signal’s reason when aborted', async () => {
    const network = new FakeNetwork();
    const controller = new AbortController();
    network.first[SHARD] = [
      () => {
        controller.abort(new Error('not now'));
        throw controller.signal.reason;
      },
    ];
    await expect(download(network, controller.signal)).rejects.toThrow('not now');
    expect(network.pausesMs).toEqual([]);
    expect(await missingWeight(ENTRY.spec)).not.toBeUndefined();
  });

  it('passes a large file through to the disk and counts its bytes', async () => {
    const chunk = new Uint8Array(1024 ** 2);
    const sizeBytes = 40 * chunk.byteLength;
    const large = { url: `${FOLDER}large.bin`, cacheName: 'webllm/model', sizeBytes, optional: false };
    const network = new FakeNetwork();
    network.first[large.url] = [
      () => {
        let sent = 0;
        return new Response(new ReadableStream({ pull: (controller) => (sent++ < 40 ? controller.enqueue(chunk) : controller.close()) }));
      },
    ];
    const seen = await download(network, signal(), { indexFiles: [], otherFiles: () => Promise.resolve([large]) });
    expect(seen.length).toBeGreaterThan(20);
    expect(seen.length).toBeLessThan(60);
    expect((await (await caches.match(large.url))?.blob())?.size).toBe(sizeBytes);
  });
});
