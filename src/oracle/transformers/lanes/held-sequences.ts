import type { ModelGraph, CacheShape } from '../graph/model-graph.ts';
import { COLUMN_GROUP } from './column-group.ts';
import type { Sequence } from './lane-cache.ts';

/** Beginnings that many prompts share: one for each phase, and one in reserve for what only seems to be shared. */
const PREFIXES_MAX = 3;
/** Prompts whose tokens are remembered, to see what they have in common. */
const RECENT_MAX = 8;
/** A common beginning shorter than this is read anew: keeping it would save less than it costs. */
const PREFIX_TOKENS_MIN = 32;

/** What of a prompt need not be read again, and where its reading should pause because what is read by then is worth holding. */
export interface ReadingPlan {
  /** Its first `heldTokens` tokens are the prompt's too. It stays held, and is good until the next prompt is planned. */
  readonly held: Sequence | undefined;
  readonly heldTokens: number;
  /** Number of tokens after which what is read becomes a prefix to hold. */
  readonly prefixTokens: number | undefined;
}

/** What a model has read before and need not read again: beginnings that prompts share, found by comparing prompts, and conversations that may be gone on with. */
export class HeldSequences {
  readonly #graph: Pick<ModelGraph, 'free'>;
  readonly #conversationsMax: number;
  /** A state of the whole text so far cannot be taken back to an earlier place. */
  readonly #divisible: boolean;
  /** Least recently used first. */
  #prefixes: Sequence[] = [];
  #conversations: Sequence[] = [];
  #recent: (readonly number[])[] = [];

  constructor(graph: Pick<ModelGraph, 'free'> & { readonly cacheShapes: readonly CacheShape[] }, conversationsMax: number) {
    this.#graph = graph;
    this.#conversationsMax = conversationsMax;
    this.#divisible = graph.cacheShapes.every(({ dims }) => dims.includes('columns'));
  }

  /** Looks up what is held of a prompt, and remembers the prompt. At least its last tokens are left to be read: a model answers only to what it reads. */
  plan(prompt: readonly number[]): ReadingPlan {
    const usable = (sequence: Sequence) => {
      const common = commonTokens(sequence.tokens, prompt);
      if (this.#divisible) return cutBefore(common, prompt.length);
      return common === sequence.tokens.length && common < prompt.length ? common : 0;
    };
    const held = [...this.#prefixes, ...this.#conversations].reduce<Sequence | undefined>(
      (best, one) => (usable(one) > (best ? usable(best) : 0) ? one : best),
      undefined,
    );
    const heldTokens = held ? usable(held) : 0;
    const shared = Math.max(0, ...this.#recent.map((recent) => cutBefore(commonTokens(recent, prompt), prompt.length)));
    this.#recent = [...this.#recent, prompt].slice(-RECENT_MAX);
    if (held) this.#touch(held);
    return { held, heldTokens, prefixTokens: shared - heldTokens >= PREFIX_TOKENS_MIN ? shared : undefined };
  }

  /** Holds the beginning of a prompt. It is freed in time; the caller may go on reading from it. */
  holdPrefix(prefix: Sequence): void {
    this.#prefixes = this.#hold(this.#prefixes, prefix, PREFIXES_MAX);
  }

  /** Holds a conversation, in place of the one that was unused for longest. */
  holdConversation(conversation: Sequence): void {
    this.#conversations = this.#hold(this.#conversations, conversation, this.#conversationsMax);
  }

  /** Whether the sequence is held, and hence not the caller's to free. */
  holds(sequence: Sequence): boolean {
    return this.#prefixes.includes(sequence) || this.#conversations.includes(sequence);
  }

  /** Frees all that is held. */
  clear(): void {
    for (const { cache } of [...this.#prefixes, ...this.#conversations]) this.#graph.free(cache);
    this.#prefixes = [];
    this.#conversations = [];
    this.#recent = [];
  }

  #hold(sequences: readonly Sequence[], sequence: Sequence, most: number): Sequence[] {
    const all = [...sequences, sequence];
    const excess = all.splice(0, Math.max(0, all.length - most));
    for (const { cache } of excess) this.#graph.free(cache);
    return all;
  }

  #touch(sequence: Sequence): void {
    const last = (sequences: readonly Sequence[]) => (sequences.includes(sequence) ? [...sequences.filter((one) => one !== sequence), sequence] : [...sequences]);
    this.#prefixes = last(this.#prefixes);
    this.#conversations = last(this.#conversations);
  }
}

/** The last place of at most `tokens` tokens where a prompt of this length may be cut: what is left is more than a single token. */
function cutBefore(tokens: number, length: number): number {
  const most = Math.max(0, Math.min(tokens, length - 2));
  return most - (most % COLUMN_GROUP);
}

/** How many tokens two texts have in common from the start. */
export function commonTokens(one: readonly number[], other: readonly number[]): number {
  const most = Math.min(one.length, other.length);
  let common = 0;
  while (common < most && one[common] === other[common]) common++;
  return common;
}
