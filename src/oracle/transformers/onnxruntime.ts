import type * as OnnxRuntime from 'onnxruntime-web';
import asyncifyFactory from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import jspiFactory from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiWasm from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';

// JavaScript Promise Integration lets WebAssembly wait for the GPU by itself. Without it the whole
// runtime is compiled so that it can unwind its stack, which costs 2.5 to 3.5 times the CPU per step.
const suspends = 'Suspending' in WebAssembly;

const runtime: typeof OnnxRuntime = suspends ? await import('onnxruntime-web/jspi') : await import('onnxruntime-web/webgpu');

/** The build of ONNX Runtime that suits this browser. The build configuration hands this module to Transformers.js in place of its own import. */
export const { InferenceSession, Tensor, env } = runtime;

/** Addresses of the runtime's own files, on this site: without them it would ask a CDN. */
export const RUNTIME_FILES = {
  mjs: new URL(suspends ? jspiFactory : asyncifyFactory, import.meta.url).href,
  wasm: new URL(suspends ? jspiWasm : asyncifyWasm, import.meta.url).href,
} as const;
