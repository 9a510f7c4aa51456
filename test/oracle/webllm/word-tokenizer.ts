/** Tokens that the model can tell apart. */
export const VOCABULARY_SIZE = 8192;

/** Words, white space and marks; an empty line is one token, as in the vocabularies that are in use. Single letters come first, for grammars. */
export class WordTokenizer {
  readonly #texts = ['<|im_end|>', ...Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)), ' ', '\n'];
  readonly #ids = new Map(this.#texts.map((text, id) => [text, id]));

  encode(text: string): number[] {
    const parts = text.match(/<\|\w+\|>|<\/?think>|\n\n|\s|\w+|[^\s\w]/gu) ?? [];
    return parts.map((part) => this.#ids.get(part) ?? this.#learn(part));
  }

  decode(ids: Iterable<number>): string {
    return [...ids].map((id) => this.idToToken(id)).join('');
  }

  getVocabSize(): number {
    return VOCABULARY_SIZE;
  }

  idToToken(id: number): string {
    return this.#texts[id] ?? `<unused-${id}>`;
  }

  #learn(text: string): number {
    this.#ids.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }
}
