import { crc32 } from './crc32.ts';

/** An instruction with its optional input and the response to it: what the method reads and rewrites. All texts are Unicode strings, untrimmed; `input` is `''` when there is none. */
export interface Pair {
  readonly instruction: string;
  readonly input: string;
  readonly response: string;
}

/** Whether two pairs hold exactly the same three texts. */
export function samePair(a: Pair, b: Pair): boolean {
  return a.instruction === b.instruction && a.input === b.input && a.response === b.response;
}

/** Marks a pair by its texts: the same for the same texts, and almost surely another for others. For noticing that a pair has changed, not for security. */
export function pairMark({ instruction, input, response }: Pair): string {
  const texts = JSON.stringify([instruction, input, response]);
  return `${crc32(new TextEncoder().encode(texts)).toString(16)}-${texts.length.toString(16)}`;
}
