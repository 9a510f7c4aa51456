import { halfBits } from './half.ts';
import type { WriteElements } from './onnx-writer.ts';

/** Levels are whole numbers of steps from -LEVEL_MAX to LEVEL_MAX, so that four bits hold each exactly. */
const LEVEL_MAX = 7;

/** Standard deviation of levels: 0 comes twice in 16, the others once. */
const LEVEL_DEVIATION = Math.sqrt((2 * (1 + 4 + 9 + 16 + 25 + 36 + 49)) / 16);

/** Which elements lie side by side: those of a row or those of a column. */
type Order = 'rows' | 'columns';

/** Random weights, row after row, each a level times `step`. The same in every number format. */
export interface WeightMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly step: number;
  /** Draws them; the same ones each time. */
  readonly levels: () => Int8Array;
}

/** Rows that give numbers of standard deviation `gain` from independent inputs of standard deviation 1. Different names give different weights. */
export function randomWeights(seed: number, name: string, rows: number, columns: number, gain: number): WeightMatrix {
  const step = gain / Math.sqrt(columns) / LEVEL_DEVIATION;
  return { rows, columns, step, levels: () => drawLevels(hash(`${seed} ${name}`), rows * columns) };
}

/** The same weights with some rows all zero. */
export function withoutRows(weights: WeightMatrix, zeroed: Iterable<number>): WeightMatrix {
  const levels = () => {
    const drawn = weights.levels();
    for (const row of zeroed) drawn.fill(0, row * weights.columns, (row + 1) * weights.columns);
    return drawn;
  };
  return { ...weights, levels };
}

/** One matrix above the other; they have the same columns and the same step. */
export function stack(matrices: readonly WeightMatrix[]): WeightMatrix {
  const [first] = matrices;
  if (!first || matrices.some(({ columns, step }) => columns !== first.columns || step !== first.step)) throw new Error('these weights do not fit together');
  const levels = () => {
    const all = new Int8Array(matrices.reduce((sum, { rows }) => sum + rows * first.columns, 0));
    let at = 0;
    for (const matrix of matrices) {
      all.set(matrix.levels(), at);
      at += matrix.rows * matrix.columns;
    }
    return all;
  };
  return { ...first, rows: matrices.reduce((sum, { rows }) => sum + rows, 0), levels };
}

/** Writes weights as they lie, row after row, or column after column. */
export function writeReals(weights: WeightMatrix, type: 'float32' | 'float16', order: Order): WriteElements {
  return (target) => {
    const reals = Array.from({ length: 2 * LEVEL_MAX + 1 }, (_, index) => (index - LEVEL_MAX) * weights.step);
    const numbers = type === 'float32' ? reals : reals.map(halfBits);
    const count = weights.rows * weights.columns;
    const elements = type === 'float32' ? new Float32Array(target.buffer, target.byteOffset, count) : new Uint16Array(target.buffer, target.byteOffset, count);
    const levels = inOrder(weights, order);
    for (let index = 0; index < count; index++) elements[index] = numbers[(levels[index] ?? 0) + LEVEL_MAX] ?? NaN;
  };
}

/** Writes the levels as signed bytes. */
export function writeLevels(weights: WeightMatrix, order: Order): WriteElements {
  return (target) => new Int8Array(target.buffer, target.byteOffset, target.length).set(inOrder(weights, order));
}

/** Writes the levels as half bytes above a zero of 8, the first one in the low bits. Source: MatMulNBits in ONNX Runtime's ContribOperators.md. */
export function writeNibbles({ levels }: WeightMatrix): WriteElements {
  return (target) => {
    const drawn = levels();
    for (let index = 0; index < drawn.length; index += 2) target[index >> 1] = ((drawn[index] ?? 0) + 8) | (((drawn[index + 1] ?? 0) + 8) << 4);
  };
}

function inOrder({ rows, columns, levels }: WeightMatrix, order: Order): Int8Array {
  const drawn = levels();
  if (order === 'rows') return drawn;
  const turned = new Int8Array(drawn.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = drawn[row * columns + column] ?? 0;
  }
  return turned;
}

/** SplitMix32, eight levels from each number. */
function drawLevels(seed: number, count: number): Int8Array {
  const levels = new Int8Array(count);
  let state = seed | 0;
  for (let index = 0; index < count; index += 8) {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    for (let shift = 0; shift < 32; shift += 4) {
      const nibble = (mixed >>> shift) & 15;
      // Of the 16 values one has no counterpart; it becomes a second zero.
      if (index + (shift >> 2) < count) levels[index + (shift >> 2)] = nibble === 0 ? 0 : nibble - 8;
    }
  }
  return levels;
}

/** FNV-1a with a last mixing, since SplitMix32 gives neighbouring seeds overlapping numbers otherwise. */
function hash(text: string): number {
  let mixed = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) mixed = Math.imul(mixed ^ text.charCodeAt(index), 0x01000193);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
  return mixed ^ (mixed >>> 15);
}
