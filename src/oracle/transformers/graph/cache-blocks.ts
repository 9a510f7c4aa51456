import type { CacheShape, Move } from './model-graph.ts';

/** Elements that lie side by side in both tensors. */
export interface Block {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Dimensions of a cache tensor with so many rows and columns. */
export function cacheDims({ dims }: CacheShape, rows: number, columns: number): number[] {
  return dims.map((dim) => (dim === 'rows' ? rows : dim === 'columns' ? columns : dim));
}

/** Bytes that one more column takes in each row of the cache. */
export function columnBytes(shapes: readonly CacheShape[]): number {
  const growing = shapes.filter(({ dims }) => dims.includes('columns'));
  return growing.reduce((sum, shape) => sum + product(cacheDims(shape, 1, 1)) * elementBytes(shape), 0);
}

/** Bytes of an element of the tensor. */
export function elementBytes({ type }: Pick<CacheShape, 'type'>): number {
  return type === 'float16' ? 2 : 4;
}

/** What a move comes to in one tensor of the cache, in elements. `fromColumns` and `toColumns` are the widths of the two caches. */
export function blocksOf({ dims }: CacheShape, fromColumns: number, toColumns: number, move: Move): Block[] {
  const axis = dims.indexOf('columns');
  const rest = dims.slice(1).filter((dim) => typeof dim === 'number');
  if (axis === -1) return [{ from: move.fromRow * product(rest), to: move.toRow * product(rest), count: product(rest) }];
  const outer = product(dims.slice(1, axis) as number[]);
  const inner = product(dims.slice(axis + 1) as number[]);
  return Array.from({ length: outer }, (_, index) => ({
    from: ((move.fromRow * outer + index) * fromColumns + move.fromColumn) * inner,
    to: ((move.toRow * outer + index) * toColumns + move.toColumn) * inner,
    count: move.columns * inner,
  }));
}

function product(dims: readonly number[]): number {
  return dims.reduce((all, dim) => all * dim, 1);
}
