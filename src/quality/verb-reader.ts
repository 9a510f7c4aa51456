import { firstSentence, readVerbObject, type VerbObject } from './verb-object.ts';

/** Sentences that are remembered: those of two large editions. */
const MAX_KNOWN = 120_000;

/** Reads instructions as {@link readVerbObject} does, each sentence once: editions have many in common, and the tagger takes most of a description's time. */
export class VerbReader {
  readonly #known = new Map<string, VerbObject | undefined>();

  read(text: string): VerbObject | undefined {
    const sentence = firstSentence(text);
    if (this.#known.has(sentence)) return this.#known.get(sentence);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const found = readVerbObject(sentence);
    this.#known.set(sentence, found);
    return found;
  }
}
