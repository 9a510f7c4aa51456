import type { Cache, Logits, ModelGraph, Reading, ReadingResult } from '../../../../../src/oracle/transformers/graph/model-graph.ts';

/** Tokens without sense, always the same for the same salt. */
export function tokensOf(length: number, salt = 0): number[] {
  return Array.from({ length }, (_, place) => (place * 37 + salt * 11 + 5) % 1500);
}

/** Logits of every token of every row, as a list to be compared. */
export function numbersOf({ data }: Logits): number[] {
  return Array.from(data);
}

/** Logits of one row. */
export function rowOf({ data, size }: Logits, row: number): number[] {
  return Array.from({ length: size }, (_, index) => data[row * size + index] ?? NaN);
}

/** Reads tokens of one text behind the `held` ones that the cache holds. */
export function readOn(graph: ModelGraph, tokens: readonly number[], cache: Cache, held: number, more: Partial<Reading> = {}): Promise<ReadingResult> {
  const columns = held + tokens.length;
  const positions = tokens.map((_, place) => held + place);
  return graph.run({ tokens: [tokens], positions: [positions], spans: [{ from: 0, to: columns }], columns, cache, inPlace: false, logits: 'last', ...more });
}

/** Reads a text from its beginning, in parts of the given sizes. The cache is the caller's. */
export async function readParts(graph: ModelGraph, tokens: readonly number[], sizes: readonly number[]): Promise<ReadingResult> {
  let result: ReadingResult = { logits: { data: [], size: 0 }, cache: await graph.allocate(1, 0) };
  let held = 0;
  for (const size of sizes) {
    const { cache } = result;
    result = await readOn(graph, tokens.slice(held, held + size), cache, held);
    graph.free(cache);
    held += size;
  }
  return result;
}

/** A step of several rows that all end at the same column, behind a cache of `columns`. */
export function alignedStep(graph: ModelGraph, tokens: readonly number[], lengths: readonly number[], columns: number, cache: Cache): Promise<ReadingResult> {
  const spans = lengths.map((length) => ({ from: columns - length, to: columns + 1 }));
  return graph.run({ tokens: tokens.map((token) => [token]), positions: lengths.map((length) => [length]), spans, columns: columns + 1, cache, inPlace: false, logits: 'last' });
}

/** A step of several rows that all begin at column 0, each behind its own length. */
export function ownStep(graph: ModelGraph, tokens: readonly number[], lengths: readonly number[], columns: number, cache: Cache, inPlace: boolean): Promise<ReadingResult> {
  const spans = lengths.map((length) => ({ from: 0, to: length + 1 }));
  return graph.run({ tokens: tokens.map((token) => [token]), positions: lengths.map((length) => [length]), spans, columns, cache, inPlace, logits: 'last' });
}
