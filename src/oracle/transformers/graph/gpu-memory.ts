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

/** Buffers on a GPU for the tensors of a model. Those that have become spare are used again for a while: making one takes time, and the GPU fills it with zeros. */
export class GpuMemory {
  readonly device: GPUDevice;
  #spare: Spare[] = [];
  #run = 0;

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** New buffers of at least such sizes, full of zeros. Rejects when there is no memory for them, which `isOutOfMemory` knows, and makes none then. */
  async make(sizesBytes: readonly number[]): Promise<GPUBuffer[]> {
    if (sizesBytes.length === 0) return [];
    const sizes = sizesBytes.map(roundedSize);
    const failure = await this.#tryMake(sizes);
    if (typeof failure !== 'string') return failure;
    this.#giveBack(0);
    const again = await this.#tryMake(sizes);
    if (typeof again !== 'string') return again;
    throw new Error(`could not allocate ${sizes.reduce((sum, size) => sum + size, 0)} bytes on the GPU: ${again}`);
  }

  /** Buffers of at least such sizes, of whatever content. Rejects as `make`. */
  async take(sizesBytes: readonly number[]): Promise<GPUBuffer[]> {
    const taken = sizesBytes.map((size) => this.#takeSpare(roundedSize(size)));
    try {
      const made = await this.make(sizesBytes.filter((_, index) => !taken[index]));
      return taken.map((buffer) => buffer ?? made.shift()).filter((buffer) => buffer !== undefined);
    } catch (error) {
      for (const buffer of taken) if (buffer) this.spare(buffer);
      throw error;
    }
  }

  /** Takes a buffer that is not needed any more. */
  spare(buffer: GPUBuffer): void {
    this.#spare.push({ buffer, run: this.#run });
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
  async #tryMake(sizesBytes: readonly number[]): Promise<GPUBuffer[] | string> {
    // Too large a buffer is a wrong argument, and not want of memory.
    this.device.pushErrorScope('validation');
    this.device.pushErrorScope('out-of-memory');
    const buffers = sizesBytes.map((size) => this.device.createBuffer({ size, usage: USAGE.STORAGE | USAGE.COPY_SRC | USAGE.COPY_DST }));
    const [noMemory, wrong] = await Promise.all([this.device.popErrorScope(), this.device.popErrorScope()]);
    const error = noMemory ?? wrong;
    if (!error) return buffers;
    for (const buffer of buffers) buffer.destroy();
    return error.message;
  }
}

function roundedSize(sizeBytes: number): number {
  const least = Math.max(sizeBytes, SIZE_BYTES_MIN);
  const step = 2 ** Math.floor(Math.log2(least)) / STEPS_PER_DOUBLING;
  return Math.ceil(least / step) * step;
}
