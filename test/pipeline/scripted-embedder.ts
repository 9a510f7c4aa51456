import type { Embedder, EmbedderTraits, Embedding, EmbedProgress } from '../../src/oracle/embedder.ts';
import { OracleError } from '../../src/oracle/oracle.ts';

const TRAITS: EmbedderTraits = { dimensions: 26, tokensMax: 100, pooling: 'mean', normalised: false, configured: true };

/** An embedder whose vectors count letters, so that texts of the same letters point the same way. Reports from the last text to the first. */
export class ScriptedEmbedder implements Embedder {
  /** Every list of texts that it was given. */
  readonly asked: string[][] = [];
  readonly #fails: (text: string) => boolean;

  /** The engine fails at a call that holds a text which `fails`. */
  constructor(fails: (text: string) => boolean = () => false) {
    this.#fails = fails;
  }

  async load(): Promise<EmbedderTraits> {
    return TRAITS;
  }

  async embed(texts: readonly string[], onProgress: (progress: EmbedProgress) => void, signal: AbortSignal): Promise<Embedding[]> {
    signal.throwIfAborted();
    this.asked.push([...texts]);
    if (texts.some(this.#fails)) throw new OracleError('engine-failed', 'scripted');
    const embeddings = texts.map(embeddingOf);
    for (const [index, embedding] of [...embeddings.entries()].reverse()) onProgress({ tokens: 1, embedded: [{ index, embedding }] });
    return embeddings;
  }

  async close(): Promise<void> {}
}

function embeddingOf(text: string): Embedding {
  const vector = new Float32Array(26);
  for (const letter of text.toLowerCase()) {
    const at = letter.charCodeAt(0) - 97;
    if (at >= 0 && at < 26) vector[at] = (vector[at] ?? 0) + 1;
  }
  return { vector, cutTokens: 0 };
}
