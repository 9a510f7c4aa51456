import type { Pooling } from '../../embedder.ts';

/** Vectors of tokens: [rows, width, size]. */
export interface TokenVectors {
  readonly data: ArrayLike<number>;
  readonly width: number;
  readonly size: number;
}

/** One vector for the `length` tokens at the beginning of a row. */
export function pool({ data, width, size }: TokenVectors, row: number, length: number, pooling: Pooling): Float32Array {
  const from = row * width * size;
  const count = pooling === 'cls' ? 1 : length;
  const sums = new Float64Array(size);
  for (let place = 0; place < count; place++) {
    for (let index = 0; index < size; index++) sums[index] = (sums[index] ?? NaN) + (data[from + place * size + index] ?? NaN);
  }
  return Float32Array.from(sums, (sum) => sum / count);
}

/** The vector in its direction with length 1. One of length 0 stays as it is. */
export function normalise(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return length === 0 ? vector : vector.map((value) => value / length);
}
