import type * as OnnxRuntime from 'onnxruntime-web';
import asyncifyFactory from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiFactory from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { scaleRowsAlone } from './graph/row-scales.ts';
import type * as Gate from './runtime-module.mjs';
import gateFile from './runtime-module.mjs?url';

// JavaScript Promise Integration lets WebAssembly wait for the GPU by itself. Without it the whole
// runtime is compiled so that it can unwind its stack, which costs 2.5 to 3.5 times the CPU per step.
const suspends = 'Suspending' in WebAssembly;

const runtime: typeof OnnxRuntime = suspends ? await import('onnxruntime-web/jspi') : await import('onnxruntime-web/webgpu');

const here = (address: string) => new URL(address, import.meta.url).href;

// The same address gives the same instance as the runtime gets.
const gate = (await import(/* @vite-ignore */ here(gateFile))) as typeof Gate;
gate.standBefore(here(suspends ? jspiFactory : asyncifyFactory));

/** The build of ONNX Runtime that suits this browser. The build configuration hands this module to Transformers.js in place of its own import. */
export const { Tensor, env } = runtime;

/** Makes the runtime's sessions. */
export const InferenceSession = {
  /**
   * As the runtime's own, but heedless of where outputs are to lie: with one of them on the GPU, a run that fails would leave its inputs bound, and all
   * later ones would run with those. Who wants outputs on the GPU gives tensors for them. Source: onnxruntime-web 1.31, inputOutputBound in wasm-core-impl.ts.
   * And on the CPU a model in 8 bits is made to round each token by itself: see {@link scaleRowsAlone}.
   */
  create(model: string | Uint8Array, options: OnnxRuntime.InferenceSession.SessionOptions = {}): Promise<OnnxRuntime.InferenceSession> {
    const others = { ...options };
    delete others.preferredOutputLocation;
    const scaled = typeof model !== 'string' && isOnCpu(options) ? scaleRowsAlone(model) : model;
    // The runtime has a signature for each of the two.
    return runtime.InferenceSession.create(scaled as string, others);
  },
} as const;

function isOnCpu({ executionProviders: [first] = [] }: OnnxRuntime.InferenceSession.SessionOptions): boolean {
  return (typeof first === 'object' ? first.name : first) === 'wasm';
}

/** Addresses of the runtime's own files, on this site: without them it would ask a CDN. The script is reached through `runtime-module.mjs`. */
export const RUNTIME_FILES = {
  mjs: here(gateFile),
  wasm: here(suspends ? jspiWasm : asyncifyWasm),
} as const;

/** The runtime's Emscripten module, with its memory and its functions in C. Throws before the first session of a runtime that was started from RUNTIME_FILES. */
export function runtimeModule(): unknown {
  const module = gate.runtimeModule();
  if (module === undefined) throw new Error('ONNX Runtime was not started from the files of this site');
  return module;
}
