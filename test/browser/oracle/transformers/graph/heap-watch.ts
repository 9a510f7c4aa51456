import { Heap } from '../../../../../src/oracle/transformers/graph/heap.ts';
import { runtimeModule } from '../../../../../src/oracle/transformers/onnxruntime.ts';

/** Takes all memory but little, without touching it; the function gives it back. */
export function fillMemory(heap: Heap): () => void {
  const taken: number[] = [];
  for (let sizeBytes = 2 ** 30; sizeBytes >= 2 ** 12; sizeBytes /= 2) {
    for (;;) {
      const address = heap.runtime._malloc(sizeBytes);
      if (address === 0) break;
      taken.push(address);
    }
  }
  return () => taken.forEach((address) => heap.free(address));
}

/** The runtime's memory under watch. */
export interface CountingHeap {
  /** What was allocated or made and not freed. */
  readonly open: Set<string>;
  sizeBytes(): number;
  restore(): void;
}

/** Watches what is asked of the runtime's module, until restored. */
export async function countingHeap(): Promise<CountingHeap> {
  const { runtime } = new Heap(runtimeModule());
  const { _malloc, _free, _OrtCreateTensor, _OrtReleaseTensor } = runtime;
  const open = new Set<string>();
  const opening = <Args extends number[]>(kind: string, make: (...args: Args) => number) => (...args: Args) => {
    const value = make(...args);
    open.add(`${kind} ${value >>> 0}`);
    return value;
  };
  const closing = <Result>(kind: string, end: (value: number) => Result) => (value: number) => {
    open.delete(`${kind} ${value >>> 0}`);
    return end(value);
  };
  Object.assign(runtime, {
    _malloc: opening('memory', _malloc),
    _free: closing('memory', _free),
    _OrtCreateTensor: opening('tensor', _OrtCreateTensor),
    _OrtReleaseTensor: closing('tensor', _OrtReleaseTensor),
  });
  return { open, sizeBytes: () => runtime.HEAPU8.byteLength, restore: () => void Object.assign(runtime, { _malloc, _free, _OrtCreateTensor, _OrtReleaseTensor }) };
}
