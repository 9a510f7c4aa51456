/**
 * How strongly each part of a layer acts, relative to independent inputs of deviation 1. What attention and feed-forward add
 * outweighs the token's own embedding, so that the text depends on all that was read; sharp scores keep an early token's
 * influence from drowning among hundreds. `layers` keeps the sum of what they add the same at any depth.
 */
export function gainsOf(layers: number) {
  const perLayer = Math.sqrt(2 / layers);
  return { embedding: 1, projection: 1.5, attentionOut: 2 * perLayer, gate: 1.5, up: 1.5, feedForwardOut: 1.5 * perLayer, bias: 0.3, head: 4 } as const;
}

/** See {@link gainsOf}. */
export type Gains = ReturnType<typeof gainsOf>;
