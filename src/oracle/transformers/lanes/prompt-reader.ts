import type { Cache, Logits, ModelGraph } from '../graph/model-graph.ts';
import { COLUMN_GROUP } from './column-group.ts';
import type { HeldSequences } from './held-sequences.ts';
import type { Sequence } from './lane-cache.ts';

/** A prompt that was read to its end. */
export interface ReadPrompt {
  /** The caller's to free, unless it is held. */
  readonly sequence: Sequence;
  /** What the model makes of the last token. */
  readonly logits: Logits;
  /** Tokens that did not have to be read. */
  readonly heldTokens: number;
}

/**
 * Reads a prompt by itself, from where what is held of it ends. Alone, so that no prompt is padded: that would cost the time of the
 * longest for each, and every kind of attention would have to be told in its own way what to look over. A part at a time: a
 * whole prompt at once would block aborts for its length, and can make a GPU driver give up. `wanted` runs before each
 * part and ends the reading by resolving with false; resolves with undefined then. Rejects as the graph does.
 */
export async function readPrompt(graph: ModelGraph, held: HeldSequences | undefined, prompt: readonly number[], wanted: () => Promise<boolean>): Promise<ReadPrompt | undefined> {
  const plan = held?.plan(prompt) ?? { held: undefined, heldTokens: 0, prefixTokens: undefined };
  let sequence = await beginningOf(graph, plan.held, plan.heldTokens);
  let logits: Logits | undefined;
  try {
    while (sequence.tokens.length < prompt.length) {
      if (!(await wanted())) return undefined;
      const upTo = nextStop(sequence.tokens.length, plan.prefixTokens, prompt.length, graph.readTokensMax);
      const before: Sequence = sequence;
      const result = await readPart(graph, before.cache, prompt, before.tokens.length, upTo);
      sequence = { tokens: prompt.slice(0, upTo), cache: result.cache };
      logits = result.logits;
      if (!held?.holds(before)) graph.free(before.cache);
      if (held && upTo === plan.prefixTokens) held.holdPrefix(sequence);
    }
    const read = logits && { sequence, logits, heldTokens: plan.heldTokens };
    sequence = NOTHING;
    return read;
  } finally {
    if (!held?.holds(sequence)) graph.free(sequence.cache);
  }
}

const NOTHING: Sequence = { tokens: [], cache: [] };

/** The first tokens of what is held: the sequence itself where it is no longer than that, else a copy. */
async function beginningOf(graph: ModelGraph, held: Sequence | undefined, tokens: number): Promise<Sequence> {
  if (held?.tokens.length === tokens) return held;
  const cache = await graph.allocate(1, tokens);
  if (held) graph.copy(held.cache, cache, [{ fromRow: 0, fromColumn: 0, toRow: 0, toColumn: 0, columns: tokens }]);
  return { tokens: held?.tokens.slice(0, tokens) ?? [], cache };
}

function nextStop(from: number, prefixTokens: number | undefined, end: number, most: number): number {
  const stop = Math.min(prefixTokens !== undefined && prefixTokens > from ? prefixTokens : end, from + most);
  // No single token is left for the last part.
  return stop === end - 1 && stop - from > COLUMN_GROUP ? stop - COLUMN_GROUP : stop;
}

function readPart(graph: ModelGraph, cache: Cache, prompt: readonly number[], from: number, to: number): ReturnType<ModelGraph['run']> {
  return graph.run({
    tokens: [prompt.slice(from, to)],
    positions: [Array.from({ length: to - from }, (_, index) => from + index)],
    spans: [{ from: 0, to }],
    columns: to,
    cache,
    inPlace: false,
    logits: 'last',
  });
}
