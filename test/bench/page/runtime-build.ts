import type { RuntimeBuild } from './bench-api.ts';

/** Starts a worker whose ONNX Runtime is to be the given build. */
export function startWorkerWith(build: RuntimeBuild): (scriptUrl: string) => Worker {
  return (scriptUrl) => new Worker(new URL(scriptUrl, location.href), { type: 'module', name: build });
}

/** Lets this worker, started by {@link startWorkerWith}, have the build that it is to have. Call before anything imports the runtime. */
export function obeyBuild(): void {
  // Without it the runtime's chooser, src/oracle/transformers/onnxruntime.ts, sees a browser that has no JavaScript Promise Integration.
  if (self.name === 'asyncify') Reflect.deleteProperty(WebAssembly, 'Suspending');
}
