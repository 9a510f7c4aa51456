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
