/** Which records of a dataset are looked at. */
export type RowSample =
  | { readonly kind: 'all' }
  | { readonly kind: 'first'; readonly count: number }
  /** The same seed draws the same records of a dataset of the same size; more of them hold the fewer. */
  | { readonly kind: 'random'; readonly count: number; readonly seed: number };

/** The ordinals of a sample out of `ordinals`, which are ascending, as is what is given back. */
export function sampleOf(ordinals: readonly number[], sample: RowSample): readonly number[] {
  if (sample.kind === 'all') return ordinals;
  const count = Math.max(0, Math.min(ordinals.length, Math.floor(sample.count)));
  return sample.kind === 'first' ? ordinals.slice(0, count) : draw(ordinals, count, sample.seed);
}

/** The first steps of a Fisher–Yates shuffle. */
function draw(ordinals: readonly number[], count: number, seed: number): number[] {
  const next = numbersFrom(seed);
  const pool = [...ordinals];
  for (let at = 0; at < count; at++) {
    const from = at + Math.floor(next() * (pool.length - at));
    // Both places are inside: `from` is at least `at` and below the length.
    [pool[at], pool[from]] = [pool[from]!, pool[at]!];
  }
  return pool.slice(0, count).sort((a, b) => a - b);
}

/** Numbers in [0, 1) that follow from the seed alone. Source: Mulberry32, Tommy Ettinger, in the public domain. */
function numbersFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
