import type { Cache, Logits, ModelGraph, Reading } from '../graph/model-graph.ts';
import { logLikelihood } from '../log-likelihood.ts';
import { type Passage, readTokens } from './passages.ts';
import type { Step } from './plan-steps.ts';

/** What a run brought: the log-likelihoods of these passages' targets, in nats, and how many tokens were read for them. */
export interface PassagesRead {
  readonly passages: readonly Passage[];
  readonly logLikelihoods: readonly number[];
  readonly tokens: number;
}

/** What a row has read. */
interface Held {
  readonly cache: Cache;
  readonly columns: number;
}

/** Reads passages through a language model's graph and adds up how likely it finds each token of their targets. */
export class PassageReader {
  readonly #graph: ModelGraph;
  readonly #partTokens: number;
  readonly #between: () => Promise<void>;

  /** Long passages are read in parts of `partTokens`. `between` runs before each run of the graph and ends the reading by rejecting. */
  constructor(graph: ModelGraph, partTokens: number, between: () => Promise<void>) {
    this.#graph = graph;
    this.#partTokens = partTokens;
    this.#between = between;
  }

  /** Reads the passages of a step. Rejects when the graph does; nothing stays held then. */
  async *read(step: Step): AsyncGenerator<PassagesRead, void, undefined> {
    if (step.kind === 'together') yield await this.#readTogether(step.passages);
    else yield* this.#readBehind(step.prefix, step.passages);
  }

  /**
   * Shorter rows are filled up on the right with tokens that nobody asks about. A language model looks back only, so what stands behind
   * a token changes nothing for it, whatever kind of attention the graph has: all columns of all rows count as text.
   */
  async #readTogether(passages: readonly Passage[]): Promise<PassagesRead> {
    await this.#between();
    const rows = this.#graph.rowsFor(passages.length);
    const width = Math.max(...passages.map(readTokens));
    const tokens = Array.from({ length: rows }, (_, row) => filled(passages[row], width));
    const cache = await this.#graph.allocate(rows, 0);
    try {
      const read = await this.#graph.run(reading({ cache, columns: 0 }, tokens, 'all'));
      this.#graph.free(read.cache);
      const logLikelihoods = passages.map(({ prefix, target }, row) => sumOf(read.logits, row * width + prefix.length - 1, target));
      return { passages, logLikelihoods, tokens: rows * width };
    } finally {
      this.#graph.free(cache);
    }
  }

  async *#readBehind(prefix: readonly number[], passages: readonly Passage[]): AsyncGenerator<PassagesRead, void, undefined> {
    const start = { cache: await this.#graph.allocate(1, 0), columns: 0 };
    let held: Held = start;
    try {
      // A target's first token is foretold by the prefix's last; of all else in the prefix nothing is asked.
      let firsts: readonly number[] = [];
      held = await this.#readOn(start, prefix, 'last', (logits, from, count) => {
        if (from + count === prefix.length) firsts = passages.map(({ target }) => logLikelihood(logits, 0, target[0] ?? NaN));
      });
      for (const [index, passage] of passages.entries()) {
        const sum = (firsts[index] ?? NaN) + (await this.#scoreRest(held, passage.target));
        yield { passages: [passage], logLikelihoods: [sum], tokens: passage.target.length - 1 + (index === 0 ? prefix.length : 0) };
      }
    } finally {
      for (const { cache } of new Set([start, held])) this.#graph.free(cache);
    }
  }

  /** Of all tokens of the target but the first, behind what is held. */
  async #scoreRest(held: Held, target: readonly number[]): Promise<number> {
    let sum = 0;
    const end = await this.#readOn(held, target.slice(0, -1), 'all', (logits, from, count) => {
      sum += sumOf(logits, 0, target.slice(from + 1, from + 1 + count));
    });
    if (end !== held) this.#graph.free(end.cache);
    return sum;
  }

  /** Reads one row on behind what is held, which stays as it is. `onPart` gets the logits of each part while they last. */
  async #readOn(held: Held, tokens: readonly number[], logits: Reading['logits'], onPart: (logits: Logits, from: number, count: number) => void): Promise<Held> {
    let now = held;
    try {
      for (let from = 0; from < tokens.length; from += this.#partTokens) {
        await this.#between();
        const part = tokens.slice(from, from + this.#partTokens);
        const read = await this.#graph.run(reading(now, [part], logits));
        if (now !== held) this.#graph.free(now.cache);
        now = { cache: read.cache, columns: now.columns + part.length };
        onPart(read.logits, from, part.length);
      }
      return now;
    } catch (error) {
      if (now !== held) this.#graph.free(now.cache);
      throw error;
    }
  }
}

function reading({ cache, columns }: Held, tokens: readonly (readonly number[])[], logits: Reading['logits']): Reading {
  const end = columns + (tokens[0]?.length ?? 0);
  const positions = tokens.map((row) => row.map((_, index) => columns + index));
  return { tokens, positions, spans: tokens.map(() => ({ from: 0, to: end })), columns: end, cache, inPlace: false, logits };
}

/** A row of `width` tokens: the passage without its last token, then filling. */
function filled(passage: Passage | undefined, width: number): number[] {
  const row = passage ? [...passage.prefix, ...passage.target.slice(0, -1)] : [];
  // Any token of the vocabulary will do.
  return [...row, ...Array<number>(width - row.length).fill(0)];
}

/** Of these tokens one after the other, the first of which is foretold at `place`. */
function sumOf(logits: Logits, place: number, tokens: readonly number[]): number {
  return tokens.reduce((sum, token, index) => sum + logLikelihood(logits, place + index, token), 0);
}
