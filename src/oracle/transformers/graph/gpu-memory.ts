import { GpuTensor, tensorBytes, type TensorForm } from './gpu-tensor.ts';

/** Buffers are made a little larger than asked for, in steps of an eighth, so that one that has grown too small by a column is rarely too small for the next. */
const STEPS_PER_DOUBLING = 8;

/** Least size of a buffer. */
const SIZE_BYTES_MIN = 256;

/** Runs after which a spare buffer is given back. A cache that is written anew in each run is spare in every second one. */
const SPARE_RUNS = 2;

/** Of tensors that a model reads and writes, and that are copied. */
const USAGE = { STORAGE: 0x80, COPY_SRC: 0x4, COPY_DST: 0x8 } as const;

interface Spare {
  readonly buffer: GPUBuffer;
  readonly run: number;
}

/** A model's tensors on a GPU. Buffers that have become spare are used again for a while: making one takes time, and the GPU fills it with zeros. */
export class GpuMemory {
  readonly #device: GPUDevice;
  #spare: Spare[] = [];
  #run = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** New tensors full of zeros. Rejects when there is no memory for them, which `isOutOfMemory` knows, and makes none then. */
  async make(forms: readonly TensorForm[]): Promise<GpuTensor[]> {
    return this.#tensors(forms, forms.map(() => undefined));
  }

  /** Tensors of whatever content. Rejects as `make`. */
  async take(forms: readonly TensorForm[]): Promise<GpuTensor[]> {
    const spare = forms.map((form) => this.#takeSpare(bufferBytes(form)));
    try {
      return await this.#tensors(forms, spare);
    } catch (error) {
      for (const buffer of spare) if (buffer) this.#keep(buffer);
      throw error;
    }
  }

  /** Takes tensors that are not needed any more. */
  free(tensors: readonly GpuTensor[]): void {
    for (const tensor of tensors) {
      tensor.freed = true;
      if (tensor.buffer) this.#keep(tensor.buffer);
    }
  }

  /** To be called with every run. */
  countRun(): void {
    this.#run++;
    this.#giveBack(SPARE_RUNS);
  }

  /** Gives all spare buffers back. */
  dispose(): void {
    this.#giveBack(0);
  }

  /** Tensors in such buffers; in new ones where there is none. */
  async #tensors(forms: readonly TensorForm[], buffers: readonly (GPUBuffer | undefined)[]): Promise<GpuTensor[]> {
    const sizes = forms.map((form, index) => (buffers[index] ? 0 : bufferBytes(form)));
    const made = await this.#makeBuffers(sizes.filter((size) => size > 0));
    return forms.map((form, index) => new GpuTensor(form, buffers[index] ?? (sizes[index] === 0 ? undefined : made.shift())));
  }

  async #makeBuffers(sizesBytes: readonly number[]): Promise<GPUBuffer[]> {
    if (sizesBytes.length === 0) return [];
    let made = await this.#tryToMake(sizesBytes);
    if (typeof made === 'string') {
      this.#giveBack(0);
      made = await this.#tryToMake(sizesBytes);
    }
    if (typeof made !== 'string') return made;
    throw new Error(`could not allocate ${sizesBytes.reduce((sum, size) => sum + size, 0)} bytes on the GPU: ${made}`);
  }

  #keep(buffer: GPUBuffer): void {
    this.#spare.push({ buffer, run: this.#run });
  }

  #takeSpare(sizeBytes: number): GPUBuffer | undefined {
    const index = this.#spare.findIndex(({ buffer }) => buffer.size === sizeBytes);
    return index === -1 ? undefined : this.#spare.splice(index, 1)[0]?.buffer;
  }

  #giveBack(spareRuns: number): void {
    const old = this.#spare.filter(({ run }) => this.#run - run >= spareRuns);
    this.#spare = this.#spare.filter((spare) => !old.includes(spare));
    for (const { buffer } of old) buffer.destroy();
  }

  /** The buffers, or why they could not be made. */
  async #tryToMake(sizesBytes: readonly number[]): Promise<GPUBuffer[] | string> {
    const most = this.#device.limits.maxStorageBufferBindingSize;
    if (sizesBytes.some((size) => size > most)) return `at most ${most} bytes can be used at once`;
    // Too large a buffer is a wrong argument, and not want of memory.
    this.#device.pushErrorScope('validation');
    this.#device.pushErrorScope('out-of-memory');
    const buffers = sizesBytes.map((size) => this.#device.createBuffer({ size, usage: USAGE.STORAGE | USAGE.COPY_SRC | USAGE.COPY_DST }));
    const [noMemory, wrong] = await Promise.all([this.#device.popErrorScope(), this.#device.popErrorScope()]);
    const error = noMemory ?? wrong;
    if (!error) return buffers;
    for (const buffer of buffers) buffer.destroy();
    return error.message;
  }
}

/** Bytes of the buffer for a tensor: none where it has no elements. */
function bufferBytes(form: TensorForm): number {
  const sizeBytes = tensorBytes(form);
  if (sizeBytes === 0) return 0;
  const least = Math.max(sizeBytes, SIZE_BYTES_MIN);
  const step = 2 ** Math.floor(Math.log2(least)) / STEPS_PER_DOUBLING;
  return Math.ceil(least / step) * step;
}
