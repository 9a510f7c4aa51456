import { ADDRESS_BYTES, type Heap } from './heap.ts';
import type { CacheTensor } from './model-graph.ts';

/** Element types by ONNX's numbers, with their sizes in bytes. Source: TensorProto.DataType. */
const TYPES = {
  float32: { code: 1, elementBytes: 4 },
  int64: { code: 7, elementBytes: 8 },
  float16: { code: 10, elementBytes: 2 },
} as const;

/** Of elements that a tensor here may have. */
export type ElementType = keyof typeof TYPES;

/** The tensor lies in main memory. Source: onnxruntime-web 1.31, dataLocationStringToEnum. */
const IN_MAIN_MEMORY = 1;

/** A tensor in WebAssembly's memory, with the runtime's handle of it. To be freed once. */
export class HeapTensor implements CacheTensor {
  readonly dims: readonly number[];
  readonly type: ElementType;
  readonly #heap: Heap;
  readonly #handle: number;
  readonly #data: number;
  /** The memory is this object's and not the runtime's. */
  readonly #ownsData: boolean;
  #freed = false;

  private constructor(heap: Heap, handle: number, data: number, ownsData: boolean, type: ElementType, dims: readonly number[]) {
    this.#heap = heap;
    this.#handle = handle;
    this.#data = data;
    this.#ownsData = ownsData;
    this.type = type;
    this.dims = dims;
  }

  /** A new tensor with such elements, or full of zeros. Throws when there is no memory for it. */
  static make(heap: Heap, type: ElementType, dims: readonly number[], elements?: BigInt64Array): HeapTensor {
    const sizeBytes = elementCount(dims) * TYPES[type].elementBytes;
    const data = heap.allocate(sizeBytes);
    try {
      if (elements) heap.bytes(data, sizeBytes).set(new Uint8Array(elements.buffer, elements.byteOffset, sizeBytes));
      else heap.bytes(data, sizeBytes).fill(0);
      const handle = heap.withWords(dims, (address) => heap.runtime._OrtCreateTensor(TYPES[type].code, data, sizeBytes, address, dims.length, IN_MAIN_MEMORY));
      if (handle === 0) throw heap.lastError();
      return new HeapTensor(heap, handle, data, true, type, dims);
    } catch (error) {
      heap.free(data);
      throw error;
    }
  }

  /** A tensor that a run has made, from now on this object's. Throws, and releases it, when it is of another type. */
  static adopt(heap: Heap, handle: number): HeapTensor {
    try {
      return heap.withWords([0, 0, 0, 0], (address) => {
        heap.check(heap.runtime._OrtGetTensorData(handle, address, address + ADDRESS_BYTES, address + 2 * ADDRESS_BYTES, address + 3 * ADDRESS_BYTES));
        const [code, data = 0, dimsAt = 0, dimsCount = 0] = heap.words(address, 4);
        const dims = heap.words(dimsAt, dimsCount);
        heap.runtime._OrtFree(dimsAt);
        const type = typeOfCode(code);
        return new HeapTensor(heap, handle, data, false, type, dims);
      });
    } catch (error) {
      heap.runtime._OrtReleaseTensor(handle);
      throw error;
    }
  }

  /** What the runtime knows the tensor by. Throws once it is freed. */
  get handle(): number {
    if (this.#freed) throw new Error('the tensor was freed before');
    return this.#handle;
  }

  /** Copies elements into another tensor of the same type. Throws when one of the two has not so many. */
  copyTo(target: HeapTensor, from: number, to: number, count: number): void {
    this.#heap.copy(this.#address(from, count), target.#address(to, count), count * TYPES[this.type].elementBytes);
  }

  /** A copy of so many elements. Throws for halves in a browser that cannot read them. */
  read(from: number, count: number): ArrayLike<number> {
    // Copied first, as the memory may be shared between threads, of which arrays of numbers cannot be sure to know.
    const { buffer } = this.#heap.bytes(this.#address(from, count), count * TYPES[this.type].elementBytes).slice();
    if (this.type === 'float32') return new Float32Array(buffer);
    // Newer than the library of types.
    const Halves = (globalThis as { readonly Float16Array?: new (buffer: ArrayBufferLike) => ArrayLike<number> }).Float16Array;
    if (this.type !== 'float16' || !Halves) throw new Error(`elements of type ${this.type} cannot be read in this browser`);
    return new Halves(buffer);
  }

  /** Throws when it is freed already. */
  free(): void {
    const { handle } = this;
    this.#freed = true;
    this.#heap.runtime._OrtReleaseTensor(handle);
    if (this.#ownsData) this.#heap.free(this.#data);
  }

  #address(element: number, count: number): number {
    if (this.#freed) throw new Error('the tensor was freed before');
    // Beyond it lies the memory of others.
    if (element < 0 || element + count > elementCount(this.dims)) throw new RangeError(`a tensor of ${this.dims.join(' × ')} has no elements ${element} to ${element + count}`);
    return this.#data + element * TYPES[this.type].elementBytes;
  }
}

function typeOfCode(code: number | undefined): ElementType {
  // Its own keys.
  const type = (Object.keys(TYPES) as ElementType[]).find((name) => TYPES[name].code === code);
  if (type === undefined) throw new Error(`the model gives elements of ONNX's type ${code ?? ''}`);
  return type;
}

function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, dim) => product * dim, 1);
}
