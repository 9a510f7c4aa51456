import type { ScoreItem, Unscored } from '../../student.ts';

/** Tokens of a target behind those of what stands before it. */
export interface Passage {
  /** Begins with the token that begins a text. Passages behind the same text have the very same array. */
  readonly prefix: readonly number[];
  /** At least one token. */
  readonly target: readonly number[];
}

/** How texts become tokens. */
export interface TextTokens {
  /** Tokens of a text by itself, without any that the tokenizer puts round it. */
  readonly encode: (text: string) => readonly number[];
  /** What every text begins with, at least one token: else the first token of a target on its own could not be scored. */
  readonly begin: readonly number[];
  /** Most tokens of a passage. */
  readonly contextTokens: number;
}

/** What has to be read for an item: its passages, by context. */
export interface ItemPassages {
  readonly kind: 'passages';
  readonly passages: readonly Passage[];
  readonly tokens: number;
  readonly cutTokens: number;
}

/** The passages of each item, or why it has none. */
export function passagesOf(items: readonly ScoreItem[], { encode, begin, contextTokens }: TextTokens): (ItemPassages | Unscored)[] {
  const prefixes = new Map<string, readonly number[]>();
  const prefixOf = (context: string) => {
    const prefix = prefixes.get(context) ?? [...begin, ...encode(context)];
    prefixes.set(context, prefix);
    return prefix;
  };
  return items.map(({ target, contexts }) => {
    const all = encode(target);
    if (all.length === 0) return { kind: 'unscored', reason: 'empty-target' };
    const behind = contexts.map(prefixOf);
    const room = contextTokens - Math.max(...behind.map((prefix) => prefix.length));
    if (room < 1) return { kind: 'unscored', reason: 'no-room' };
    const kept = all.slice(0, room);
    return { kind: 'passages', passages: behind.map((prefix) => ({ prefix, target: kept })), tokens: kept.length, cutTokens: all.length - kept.length };
  });
}

/** Tokens of a passage that have to be read: nothing is asked behind the last one. */
export function readTokens({ prefix, target }: Passage): number {
  return prefix.length + target.length - 1;
}
