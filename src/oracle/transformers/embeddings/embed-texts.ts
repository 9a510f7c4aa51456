import type { EmbedProgress, Pooling } from '../../embedder.ts';
import { fillRows, type RowLimits } from '../fill-rows.ts';
import { withLessMemory } from '../with-less-memory.ts';
import type { Encoder } from './encoder.ts';
import { normalise, pool } from './pooling.ts';

/** Texts that are sorted together: enough for rows of nearly equal length, few enough that the first embeddings come soon. */
const WINDOW_TEXTS = 512;

/** Tokens of a text as the model reads it. */
export interface TextTokens {
  /** At least one. */
  readonly tokens: readonly number[];
  readonly cutTokens: number;
}

/** A model with all that is needed to embed texts by it. */
export interface EmbeddingModel extends RowLimits {
  readonly encoder: Encoder;
  readonly encode: (text: string) => TextTokens;
  readonly pooling: Pooling;
  readonly normalised: boolean;
}

interface OpenText extends TextTokens {
  readonly index: number;
}

/** Vectors of some texts, in their order. */
interface TextsRead {
  readonly texts: readonly OpenText[];
  readonly vectors: readonly Float32Array[];
  readonly tokens: number;
}

/** Embeds the texts, a window at a time; each embedding comes exactly once. `between` runs before each run of the model and ends the work by rejecting. */
export async function* embedTexts(texts: readonly string[], model: EmbeddingModel, between: () => Promise<void>): AsyncGenerator<EmbedProgress, void, undefined> {
  for (let from = 0; from < texts.length; from += WINDOW_TEXTS) {
    await between();
    const window = texts.slice(from, from + WINDOW_TEXTS).map((text, place): OpenText => ({ index: from + place, ...model.encode(text) }));
    const read = (waiting: readonly OpenText[], stepTokensMax: number) => readAll(waiting, { ...model, stepTokensMax }, between);
    for await (const { texts, vectors, tokens } of withLessMemory(window, model.stepTokensMax, read, (result) => result.texts)) {
      const embedded = texts.map(({ index, cutTokens }, row) => ({ index, embedding: { vector: vectors[row] ?? new Float32Array(), cutTokens } }));
      yield { tokens, embedded };
    }
  }
}

async function* readAll(texts: readonly OpenText[], model: EmbeddingModel, between: () => Promise<void>): AsyncGenerator<TextsRead, void, undefined> {
  for (const step of fillRows(texts, ({ tokens }) => tokens.length, model)) {
    await between();
    const rows = step.map(({ tokens }) => tokens);
    yield { texts: step, vectors: await vectorsOf(rows, model), tokens: model.rowsFor(rows.length) * (rows[0]?.length ?? 0) };
  }
}

/** A vector for each row, read side by side. */
export async function vectorsOf(rows: readonly (readonly number[])[], { encoder, rowsFor, pooling, normalised }: EmbeddingModel): Promise<Float32Array[]> {
  const spare = Array.from({ length: rowsFor(rows.length) - rows.length }, () => rows[0] ?? []);
  const encoded = await encoder.run([...rows, ...spare]);
  return rows.map((row, index) => {
    const vector = encoded.kind === 'texts' ? (encoded.vectors[index] ?? new Float32Array()) : pool(encoded, index, row.length, pooling);
    return normalised ? normalise(vector) : vector;
  });
}
