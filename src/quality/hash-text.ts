/** A hash of a text in 32 bits, the same everywhere: FNV-1a over its code units, then mixed so that all bits are good. For counting, not for security. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return mix(hash);
}

/** One hash of two, in which their order counts. */
export function joinHashes(first: number, second: number): number {
  return mix(Math.imul(first, 0x9e3779b1) + second);
}

/** Names a sequence of words by 53 bits: with 32, two of 52,000 different ones would now and then fall together. */
export function wholeKey(words: readonly string[]): number {
  let [high, low] = [words.length, ~words.length];
  for (const word of words) {
    const hash = hashText(word);
    high = joinHashes(high, hash);
    low = joinHashes(hash, low);
  }
  return (high >>> 11) * 2 ** 32 + low;
}

// The finaliser of MurmurHash3.
function mix(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
