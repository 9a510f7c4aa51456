import { type Block, blocksOf, elementBytes } from './cache-blocks.ts';
import { type GpuTensor, tensorAt } from './gpu-tensor.ts';
import type { CacheShape, Move } from './model-graph.ts';

/** A GPU copies words of so many bytes. */
const WORD_BYTES = 4;

/** Whether any part of a tensor can be copied on a GPU, which copies whole words. */
export function isCopiable(shape: CacheShape): boolean {
  const inner = shape.dims.slice(shape.dims.indexOf('columns') + 1).filter((dim) => typeof dim === 'number');
  return inner.reduce((product, dim) => product * dim, elementBytes(shape)) % WORD_BYTES === 0;
}

/** Copies parts of rows from one cache into another, before whatever the device is told to do next. Throws a RangeError when there are no such parts. */
export function copyMoves(device: GPUDevice, shapes: readonly CacheShape[], from: readonly GpuTensor[], to: readonly GpuTensor[], moves: readonly Move[]): void {
  const encoder = device.createCommandEncoder();
  for (const [index, shape] of shapes.entries()) {
    const [source, target] = [tensorAt(from, index), tensorAt(to, index)];
    const axis = shape.dims.indexOf('columns');
    const blocks = moves.flatMap((move) => blocksOf(shape, source.dims[axis] ?? 0, target.dims[axis] ?? 0, move));
    for (const block of blocks) copyBlock(encoder, source, target, block, elementBytes(shape));
  }
  device.queue.submit([encoder.finish()]);
}

function copyBlock(encoder: GPUCommandEncoder, source: GpuTensor, target: GpuTensor, { from, to, count }: Block, elementSize: number): void {
  // Behind a tensor its buffer may go on, or the GPU would tell of it elsewhere.
  if ((from + count) * elementSize > source.sizeBytes || (to + count) * elementSize > target.sizeBytes) throw new RangeError('the cache has no such rows or columns');
  if (source.buffer && target.buffer) encoder.copyBufferToBuffer(source.buffer, from * elementSize, target.buffer, to * elementSize, count * elementSize);
}
