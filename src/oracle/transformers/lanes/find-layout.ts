import type { ModelGraph } from '../graph/model-graph.ts';
import { Sampler } from '../sampler.ts';
import type { Layout } from './lane-cache.ts';
import { writeAlong } from './write-along.ts';

/** How a graph is to be given several texts at once, and how well it then computes. */
export interface LayoutFinding {
  readonly layout: Layout;
  /** Right only for texts of equal length. */
  readonly equalLengths: boolean;
  /**
   * `exact`: each text goes on as it does alone. `rounded`: nearly, as with number formats that scale all rows by their common
   * largest number, so that each is rounded by its company; graphs in q8 do it where `scaleRowsAlone` does not know them. `wrong`: it does not.
   */
  readonly likeness: 'exact' | 'rounded' | 'wrong';
}

/** Tokens written to compare. */
const STEPS = 6;
/** Deviation of logits, in their standard deviations, up to which it is the order of summing: some 1e-6 with floats of 32 bits, 1e-3 with 16. */
const EXACT_MAX = 0.01;
/** Above this it is no rounding any more. Integers of 8 bits that scale rows together stay below a tenth of it. */
const ROUNDED_MAX = 0.3;

/**
 * Tries how the graph can go on with two texts of different length side by side as it does with each alone. Graphs differ in how they
 * take the attention mask, some silently read padding as text, and nothing but the outcome tells. With `grouping` columns are to be grouped,
 * where that works and columns are the way. Rejects when the model fails alone.
 */
export async function findLayout(graph: ModelGraph, long: readonly number[], short: readonly number[], grouping = false): Promise<LayoutFinding> {
  const found = await findPlainLayout(graph, long, short);
  if (!grouping || found.layout !== 'columns' || found.equalLengths) return found;
  const layout = 'grouped-columns';
  const likeness = likenessOf(await deviation(graph, layout, [long, short], await aloneLogits(graph, [long, short], layout)));
  return likeness === 'exact' ? { layout, equalLengths: false, likeness } : found;
}

async function findPlainLayout(graph: ModelGraph, long: readonly number[], short: readonly number[]): Promise<LayoutFinding> {
  const different = [long, short];
  const alone = await aloneLogits(graph, different);
  const tried: LayoutFinding[] = [];
  for (const layout of ['columns', 'rows'] as const) {
    const likeness = likenessOf(await deviation(graph, layout, different, alone));
    if (likeness === 'exact') return { layout, equalLengths: false, likeness };
    tried.push({ layout, equalLengths: false, likeness });
  }
  const rounded = tried.find(({ likeness }) => likeness === 'rounded');
  if (rounded) return rounded;
  const equal = [long.slice(0, short.length), short];
  const likeness = likenessOf(await deviation(graph, 'columns', equal, await aloneLogits(graph, equal)));
  return { layout: 'columns', equalLengths: true, likeness };
}

/** Logits of each text after each token: text by text, step by step. */
type Written = readonly (readonly Float32Array[])[];

async function aloneLogits(graph: ModelGraph, texts: readonly (readonly number[])[], layout: Layout = 'columns'): Promise<Written> {
  const all: Float32Array[][] = [];
  for (const text of texts) all.push(...(await logitsOf(graph, layout, [text], undefined)));
  return all;
}

/** With `likely`, the tokens that were likeliest there are read, so that one difference makes no others. */
async function logitsOf(graph: ModelGraph, layout: Layout, texts: readonly (readonly number[])[], likely: Written | undefined): Promise<Float32Array[][]> {
  const sampler = new Sampler({ temperature: 0, topP: 1, seed: 0 });
  const written = texts.map((): Float32Array[] => []);
  await writeAlong(graph, layout, texts, STEPS, (text, step, { data, size }, row) => {
    const own = Float32Array.from({ length: size }, (_, token) => data[row * size + token] ?? NaN);
    written[text]?.push(own);
    return sampler.next(likely?.[text]?.[step] ?? own, 0, size);
  });
  return written;
}

/** The largest deviation over all steps, in standard deviations of the logits. Infinite when the graph cannot run that way. */
async function deviation(graph: ModelGraph, layout: Layout, texts: readonly (readonly number[])[], alone: Written): Promise<number> {
  // Tokens differ where the likeliest two are all but level: that is no fault, so the logits are compared.
  const together = await logitsOf(graph, layout, texts, alone).catch(() => undefined);
  if (!together) return Infinity;
  return Math.max(...alone.flatMap((steps, text) => steps.map((logits, step) => relativeDeviation(logits, together[text]?.[step] ?? new Float32Array(0)))));
}

function relativeDeviation(expected: Float32Array, found: Float32Array): number {
  const mean = expected.reduce((sum, logit) => sum + logit, 0) / expected.length;
  let spread = 0;
  let error = 0;
  for (const [token, logit] of expected.entries()) {
    spread += (logit - mean) ** 2;
    error += (logit - (found[token] ?? NaN)) ** 2;
  }
  const deviation = Math.sqrt(error / spread);
  return Number.isNaN(deviation) ? Infinity : deviation;
}

function likenessOf(deviation: number): LayoutFinding['likeness'] {
  if (deviation <= EXACT_MAX) return 'exact';
  return deviation <= ROUNDED_MAX ? 'rounded' : 'wrong';
}
