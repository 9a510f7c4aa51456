/** The two builds of ONNX Runtime; a browser uses one of them (see oracle/transformers/onnxruntime.ts). */
export type RuntimeBuild = 'jspi' | 'asyncify';

/** One file of the built app. */
export interface AppFile {
  /** From the app's folder on, with slashes: `assets/main-1a2b3c.js`. */
  readonly path: string;
  /** Of its content, in lower-case hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Set when only browsers that take this build of the runtime need the file. */
  readonly runtime?: RuntimeBuild;
}

/** The build of ONNX Runtime that this browser takes. */
export function runtimeOfBrowser(): RuntimeBuild {
  return 'Suspending' in WebAssembly ? 'jspi' : 'asyncify';
}
