import type { Tensor as TensorType } from 'onnxruntime-web';
import { Tensor } from '../onnxruntime.ts';
import { elementBytes } from './cache-blocks.ts';
import type { CacheShape, CacheTensor } from './model-graph.ts';

/** What a tensor on the GPU is made of. */
export interface TensorForm {
  readonly type: CacheShape['type'];
  readonly dims: readonly number[];
}

/** A tensor at the beginning of a GPU buffer, which may be larger. One without elements has no buffer, as there are none of no size. */
export class GpuTensor implements CacheTensor, TensorForm {
  readonly type: TensorForm['type'];
  readonly dims: readonly number[];
  readonly sizeBytes: number;
  readonly buffer: GPUBuffer | undefined;
  /** As the runtime takes it. */
  readonly value: TensorType;
  /** Its buffer may be another tensor's by now. */
  freed = false;

  constructor({ type, dims }: TensorForm, buffer: GPUBuffer | undefined) {
    this.type = type;
    this.dims = dims;
    this.sizeBytes = tensorBytes({ type, dims });
    this.buffer = buffer;
    // The runtime takes halves as integers of 16 bits in every browser.
    this.value = buffer ? Tensor.fromGpuBuffer(buffer, { dataType: type, dims }) : new Tensor(type, type === 'float16' ? new Uint16Array(0) : new Float32Array(0), dims);
  }
}

/** Bytes of a tensor of such a form. */
export function tensorBytes({ type, dims }: TensorForm): number {
  return dims.reduce((product, dim) => product * dim, elementBytes({ type }));
}

/** The tensors of a cache. Throws when it was not made here, or is freed. */
export function gpuTensors(cache: readonly CacheTensor[]): GpuTensor[] {
  return cache.map((tensor) => {
    if (!(tensor instanceof GpuTensor)) throw new Error('the cache is of another graph');
    if (tensor.freed) throw new Error('the cache was freed before');
    return tensor;
  });
}

/** Throws when there is none. */
export function tensorAt(tensors: readonly GpuTensor[], index: number): GpuTensor {
  const tensor = tensors[index];
  if (!tensor) throw new Error('the cache is of another graph');
  return tensor;
}
