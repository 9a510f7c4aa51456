/** Bytes of an address, a handle or a size in WebAssembly's memory. */
export const ADDRESS_BYTES = 4;

/** Addresses go up to here. */
const MEMORY_BYTES = 2 ** 32;

/** What the functions in C are given and give: numbers, of which 0 is no address and no handle. */
const FUNCTIONS = ['_malloc', '_free', '_OrtRun', '_OrtCreateTensor', '_OrtGetTensorData', '_OrtReleaseTensor', '_OrtFree', '_OrtGetLastError', 'UTF8ToString'] as const;

/** What is used of ONNX Runtime's Emscripten module. Source: onnxruntime-web 1.31, lib/wasm/wasm-types.ts. */
export interface RuntimeModule {
  /** All of its memory; another array after the memory has grown. */
  readonly HEAPU8: Uint8Array;
  readonly _malloc: (sizeBytes: number) => number;
  readonly _free: (address: number) => void;
  /** With 0 as a value the run makes the output. Resolves with 0, or else there is a last error. */
  readonly _OrtRun: (session: number, inputNames: number, inputs: number, inputCount: number, outputNames: number, outputCount: number, outputs: number, options: number) => Promise<number>;
  /** Gives a handle, or 0. The tensor lies where `data` says, which stays its maker's. */
  readonly _OrtCreateTensor: (type: number, data: number, sizeBytes: number, dims: number, dimsCount: number, location: number) => number;
  /** Writes what it finds to the four addresses. The dimensions are to be given to `_OrtFree`. */
  readonly _OrtGetTensorData: (tensor: number, type: number, data: number, dims: number, dimsCount: number) => number;
  readonly _OrtReleaseTensor: (tensor: number) => number;
  readonly _OrtFree: (address: number) => number;
  readonly _OrtGetLastError: (code: number, message: number) => number;
  readonly UTF8ToString: (address: number) => string;
}

/** The memory of ONNX Runtime's WebAssembly module. Views of it go stale when it grows, which each call into the module may do, so none is kept. */
export class Heap {
  readonly runtime: RuntimeModule;

  /** Throws when the module is not what this code was written for. */
  constructor(module: unknown) {
    this.runtime = checkedModule(module);
  }

  /** Address of so many bytes of whatever content, to be freed. Throws when there is no memory for them. */
  allocate(sizeBytes: number): number {
    // The function takes what is left of a larger number after division by 2³².
    const address = sizeBytes < MEMORY_BYTES ? this.runtime._malloc(Math.max(1, sizeBytes)) : 0;
    if (address === 0) throw new Error(`failed to allocate ${sizeBytes} bytes of WebAssembly's memory`);
    return address >>> 0;
  }

  free(address: number): void {
    this.runtime._free(address);
  }

  /** For reading and writing at once, not for keeping. */
  bytes(address: number, sizeBytes: number): Uint8Array {
    return new Uint8Array(this.runtime.HEAPU8.buffer, address, sizeBytes);
  }

  copy(from: number, to: number, sizeBytes: number): void {
    this.runtime.HEAPU8.copyWithin(to, from, from + sizeBytes);
  }

  /** Address of a copy of such bytes, to be freed. */
  hold(bytes: Uint8Array): number {
    const address = this.allocate(bytes.byteLength);
    this.bytes(address, bytes.byteLength).set(bytes);
    return address;
  }

  /** Address of a list of addresses, handles or sizes, to be freed. */
  holdWords(words: readonly number[]): number {
    return this.hold(new Uint8Array(Uint32Array.from(words).buffer));
  }

  words(address: number, count: number): number[] {
    return [...new Uint32Array(this.runtime.HEAPU8.buffer, address, count)];
  }

  /** Throws what the runtime says went wrong, unless `code` is 0. */
  check(code: number): void {
    if (code !== 0) throw this.lastError();
  }

  lastError(): Error {
    return this.withWords([0, 0], (address) => {
      this.runtime._OrtGetLastError(address, address + ADDRESS_BYTES);
      const [code = 0, message = 0] = this.words(address, 2);
      return new Error(`ONNX Runtime, error ${code}: ${message === 0 ? 'no message' : this.runtime.UTF8ToString(message)}`);
    });
  }

  /** What `use` makes of a list in memory that lasts as long as the call. */
  withWords<Result>(words: readonly number[], use: (address: number) => Result): Result {
    const address = this.holdWords(words);
    try {
      return use(address);
    } finally {
      this.free(address);
    }
  }
}

function checkedModule(module: unknown): RuntimeModule {
  // Each part that is used is looked at below.
  const parts = module as Partial<Record<string, unknown>>;
  const missing: string[] = FUNCTIONS.filter((name) => typeof parts[name] !== 'function');
  if (!(parts['HEAPU8'] instanceof Uint8Array)) missing.push('HEAPU8');
  if (missing.length > 0) throw new Error(`this ONNX Runtime has no ${missing.join(', ')}`);
  if (parts['PTR_SIZE'] !== ADDRESS_BYTES) throw new Error(`this ONNX Runtime has addresses of ${String(parts['PTR_SIZE'])} bytes`);
  return module as RuntimeModule;
}
