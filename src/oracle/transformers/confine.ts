import { env } from '@huggingface/transformers';
import practiceConfig from '/models/tain-practice/config.json?url';
import type { OracleSpec } from '../../core/run.ts';
import { matchWeight } from '../weights/find-weights.ts';
import { env as runtime, RUNTIME_FILES } from './onnxruntime.ts';

/** Under such addresses the engine asks for the weights of published models. Source: Transformers.js 4.3.1, src/env.js and src/utils/hub.js. */
const HUB = 'https://huggingface.co/';

/** Sets Transformers.js up for one model: runtime files of this site, weights of this machine, and no way out. Call before loading. */
export function confineTransformers({ practice, revision }: OracleSpec): void {
  confineRuntime();
  env.allowLocalModels = false;
  env.remoteHost = practice ? new URL('../', new URL(practiceConfig, import.meta.url)).href : HUB;
  // The revision is written in here because Transformers.js looks for the tokenizer under `main` otherwise.
  env.remotePathTemplate = practice ? '{model}/' : `{model}/resolve/${encodeURIComponent(revision)}/`;
  env.useBrowserCache = false;
  env.useCustomCache = true;
  // Read only: the practice model comes with the page and must change with it.
  env.customCache = { match: (url) => (practice ? Promise.resolve(undefined) : matchWeight(url)), put: () => Promise.resolve() };
  env.fetch = fetchHere;
}

function confineRuntime(): void {
  const { wasm } = env.backends.onnx;
  if (wasm !== runtime.wasm) throw new Error('the build left Transformers.js on an ONNX Runtime of its own');
  wasm.wasmPaths = { ...RUNTIME_FILES };
  // Threads would need workers of their own, which the content policy forbids.
  wasm.numThreads = 1;
  // Cached, the runtime's script would run from a `blob:`, which the content policy forbids too.
  env.useWasmCache = false;
}

/** Answers “not found” for any address outside this site, without a request. */
async function fetchHere(input: string | URL, init?: RequestInit): Promise<Response> {
  const here = new URL(import.meta.url);
  const url = new URL(input, here);
  return url.origin === here.origin ? fetch(url, init) : new Response(null, { status: 404 });
}
