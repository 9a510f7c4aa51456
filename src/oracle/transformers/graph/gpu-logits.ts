import type { InferenceSession, Tensor as TensorType } from 'onnxruntime-web';
import { elementBytes } from './cache-blocks.ts';
import { type GpuTensor, tensorBytes, type TensorForm } from './gpu-tensor.ts';
import type { Logits, Reading } from './model-graph.ts';

/** Of the GPU's buffers that main memory can see. */
const USAGE = { MAP_READ: 0x1, COPY_DST: 0x8 } as const;
const READ = 0x1;

/** A GPU copies words of so many bytes. */
const WORD_BYTES = 4;

/** Form of all the logits of such a run. Undefined where the graph does not tell, or where one token's could not be copied. */
export function logitsForm({ outputMetadata }: InferenceSession, rows: number, tokens: number): TensorForm | undefined {
  const logits = outputMetadata.find(({ name }) => name === 'logits');
  if (!logits?.isTensor || (logits.type !== 'float32' && logits.type !== 'float16')) return undefined;
  const size = logits.shape.at(-1);
  if (typeof size !== 'number' || tensorBytes({ type: logits.type, dims: [size] }) % WORD_BYTES !== 0) return undefined;
  return { type: logits.type, dims: [rows, tokens, size] };
}

/** Logits from a tensor [rows, tokens, vocabulary] in main memory. */
export function logitsOf(tensor: TensorType, wanted: Reading['logits']): Logits {
  const [rows = 0, tokens = 0, size = 0] = tensor.dims;
  const all = numbersOf(tensor);
  if (wanted === 'all' || tokens === 1) return { data: all, size };
  const last = new Float32Array(rows * size);
  for (let row = 0; row < rows; row++) last.set(all.subarray(((row + 1) * tokens - 1) * size, (row + 1) * tokens * size), row * size);
  return { data: last, size };
}

/** Each row's last logits from a tensor [rows, tokens, vocabulary] on the GPU; the others stay there. Rejects when the device is lost. */
export async function lastLogits(device: GPUDevice, { type, dims, buffer }: GpuTensor): Promise<Logits> {
  const [rows = 0, tokens = 0, size = 0] = dims;
  const rowBytes = size * elementBytes({ type });
  const staging = device.createBuffer({ size: rows * rowBytes, usage: USAGE.MAP_READ | USAGE.COPY_DST });
  try {
    const encoder = device.createCommandEncoder();
    for (let row = 0; row < rows; row++) if (buffer) encoder.copyBufferToBuffer(buffer, ((row + 1) * tokens - 1) * rowBytes, staging, row * rowBytes, rowBytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(READ);
    return { data: elementsOf(staging.getMappedRange().slice(0), type), size };
  } finally {
    staging.destroy();
  }
}

function numbersOf({ data, type }: TensorType): Float32Array {
  if (type !== 'float32' && type !== 'float16') throw new Error(`the model gives logits of type ${type}`);
  // A browser without Float16Array gets the bits of halves as integers.
  if (type === 'float16' && data instanceof Uint16Array) throw new Error('this browser cannot read numbers of 16 bits');
  // A Float16Array, which this library version has no type for, has the same methods.
  return data as Float32Array;
}

function elementsOf(buffer: ArrayBuffer, type: TensorForm['type']): ArrayLike<number> {
  if (type === 'float32') return new Float32Array(buffer);
  // Newer than the library of types.
  const Halves = (globalThis as { readonly Float16Array?: new (buffer: ArrayBuffer) => ArrayLike<number> }).Float16Array;
  if (!Halves) throw new Error('this browser cannot read numbers of 16 bits');
  return new Halves(buffer);
}
