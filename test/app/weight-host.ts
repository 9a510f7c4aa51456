import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Route } from 'playwright';

/** The published model whose place the practice model takes: both have the same layout. */
export const PUBLISHED_ID = 'HuggingFaceTB/SmolLM2-135M-Instruct';
export const COMMIT = '0123456789abcdef0123456789abcdef01234567';

const HUB = 'https://huggingface.co';
const PRACTICE_MODEL = new URL('../../public/models/tain-practice/', import.meta.url);
const PATHS = ['config.json', 'generation_config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];

/** Every model file; in this layout the practice model's graph bears another name. */
export function practiceFile(path: string): Buffer {
  return readFileSync(fileURLToPath(new URL(path.replace('model_quantized.onnx', 'model.onnx'), PRACTICE_MODEL)));
}

/** Stands in for the hub: tells of a published model, and serves the practice model as its files. `fault` may answer a request in another way. */
export async function serveHub(context: BrowserContext, fault: (path: string, route: Route) => Promise<boolean> = () => Promise.resolve(false)): Promise<void> {
  const headers = { 'access-control-allow-origin': '*' };
  await context.route(`${HUB}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const listed = pathname.startsWith(`/api/models/${PUBLISHED_ID}/revision/`);
    const path = listed ? 'listing' : pathname.slice(`/${PUBLISHED_ID}/resolve/${COMMIT}/`.length);
    if (await fault(path, route)) return;
    if (listed) return route.fulfill({ headers, json: listing() });
    if (!PATHS.includes(path)) return route.fulfill({ headers, status: 404 });
    const start = Number(/^bytes=(\d+)-$/.exec((await route.request().allHeaders())['range'] ?? '')?.[1] ?? 0);
    const body = practiceFile(path);
    return start === 0 ? route.fulfill({ headers, body }) : route.fulfill({ headers, status: 206, body: body.subarray(start) });
  });
}

/** Lets nobody stand in for the hub any longer. */
export async function leaveHub(context: BrowserContext): Promise<void> {
  await context.unroute(`${HUB}/**`);
}

function listing(): unknown {
  const siblings = PATHS.map((rfilename) => {
    const bytes = practiceFile(rfilename);
    const size = bytes.byteLength;
    const blobId = createHash('sha1').update(`blob ${size}\0`).update(bytes).digest('hex');
    return rfilename.endsWith('.onnx') ? { rfilename, size, lfs: { sha256: createHash('sha256').update(bytes).digest('hex'), size, pointerSize: 134 } } : { rfilename, size, blobId };
  });
  return { id: PUBLISHED_ID, sha: COMMIT, siblings, cardData: { license: 'apache-2.0', language: ['en'] }, tags: [] };
}
