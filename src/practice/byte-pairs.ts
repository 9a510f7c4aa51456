const UTF8 = new TextEncoder();

// The printable bytes stand for themselves, the others for the letters from U+0100 on. Source: GPT-2's byte-level BPE.
const BYTE_LETTERS: readonly string[] = (() => {
  const printable = (byte: number) => (byte > 32 && byte < 127) || (byte > 160 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
})();

// How a text falls into words before pairs are merged. Source: GPT-2's pre-tokenizer, `ByteLevel` in tokenizer.json.
const WORD = /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+/gu;

/** The letters that stand for the 256 bytes, in the order of the bytes. */
export function byteLetters(): readonly string[] {
  return BYTE_LETTERS;
}

/** A text in byte letters, as the vocabulary spells it: " big" is "Ġbig". */
export function spellBytes(text: string): string {
  return Array.from(UTF8.encode(text), (byte) => BYTE_LETTERS[byte] ?? '').join('');
}

/** The words of a text, spaces included; together they are the text. */
export function splitWords(text: string): string[] {
  return text.match(WORD) ?? [];
}

/** Two neighbouring pieces that become one, in byte letters. */
export type Merge = readonly [string, string];

interface LearntWord {
  pieces: string[];
  readonly count: number;
}

/**
 * Learns byte pairs from words: the most frequent pair first, equally frequent ones in the order of their spelling, until
 * there are `limit` or no pair occurs twice. A pair whose product is in `whole` is never merged: such a spelling is a token
 * only where it is a whole word.
 */
export function learnMerges(words: readonly string[], limit: number, whole: ReadonlySet<string>): Merge[] {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const learnt: LearntWord[] = [...counts].map(([word, count]) => ({ pieces: [...spellBytes(word)], count }));
  const merges: Merge[] = [];
  while (merges.length < limit) {
    const merge = mostFrequentPair(learnt, whole);
    if (!merge) break;
    merges.push(merge);
    for (const word of learnt) word.pieces = applyMerge(word.pieces, merge);
  }
  return merges;
}

function mostFrequentPair(words: readonly LearntWord[], whole: ReadonlySet<string>): Merge | undefined {
  const counts = new Map<string, { merge: Merge; count: number }>();
  for (const { pieces, count } of words) {
    for (const [left, right] of neighbours(pieces)) {
      if (whole.has(left + right)) continue;
      const key = `${left} ${right}`;
      const known = counts.get(key);
      if (known) known.count += count;
      else counts.set(key, { merge: [left, right], count });
    }
  }
  let best: { key: string; merge: Merge; count: number } | undefined;
  for (const [key, { merge, count }] of counts) {
    if (!best || count > best.count || (count === best.count && key < best.key)) best = { key, merge, count };
  }
  return best && best.count > 1 ? best.merge : undefined;
}

function* neighbours(pieces: readonly string[]): Generator<[string, string]> {
  for (let index = 1; index < pieces.length; index++) yield [pieces[index - 1] ?? '', pieces[index] ?? ''];
}

function applyMerge(pieces: readonly string[], [left, right]: Merge): string[] {
  const merged: string[] = [];
  for (const piece of pieces) {
    if (piece === right && merged.at(-1) === left) merged[merged.length - 1] = left + right;
    else merged.push(piece);
  }
  return merged;
}
