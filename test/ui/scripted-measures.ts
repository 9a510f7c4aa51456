import type { Prompt } from '../../src/core/prompt.ts';
import type { Embedder, EmbedderTraits, Embedding, EmbedProgress } from '../../src/oracle/embedder.ts';
import type { Score, ScoreItem, ScoreProgress, Student } from '../../src/oracle/student.ts';
import type { TokenCounter } from '../../src/oracle/token-counter.ts';

/** Texts between two signs of progress. */
const STEP = 8;

const DIMENSIONS = 32;

/** What a scripted chat template puts around a message. */
const TEMPLATE_TOKENS = 4;

/** A student that finds words the likelier the shorter they are, and those that stand in the context likelier still. Its tokens are words. */
export class ScriptedStudent implements Student {
  readonly #stepMs: number;

  constructor({ stepMs }: { readonly stepMs: number }) {
    this.#stepMs = stepMs;
  }

  load(): Promise<void> {
    return Promise.resolve();
  }

  score(items: readonly ScoreItem[], onProgress: (progress: ScoreProgress) => void, signal: AbortSignal): Promise<Score[]> {
    const tell = (from: number, scores: readonly Score[]) => onProgress({ tokens: scores.length * 10, scored: scores.map((score, place) => ({ index: from + place, score })) });
    return inSteps(items, scoreOf, tell, this.#stepMs, signal);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** An embedder whose vectors count hashed words: texts that share words lie close together. */
export class ScriptedEmbedder implements Embedder {
  readonly #stepMs: number;

  constructor({ stepMs }: { readonly stepMs: number }) {
    this.#stepMs = stepMs;
  }

  load(): Promise<EmbedderTraits> {
    return Promise.resolve({ dimensions: DIMENSIONS, tokensMax: 256, pooling: 'mean', normalised: true, configured: true });
  }

  embed(texts: readonly string[], onProgress: (progress: EmbedProgress) => void, signal: AbortSignal): Promise<Embedding[]> {
    const tell = (from: number, embeddings: readonly Embedding[]) =>
      onProgress({ tokens: embeddings.length * 10, embedded: embeddings.map((embedding, place) => ({ index: from + place, embedding })) });
    return inSteps(texts, embeddingOf, tell, this.#stepMs, signal);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** A counter whose tokens are words, with a few around each message. */
export class ScriptedTokenCounter implements TokenCounter {
  load(): Promise<void> {
    return Promise.resolve();
  }

  countPrompts(prompts: readonly Prompt[]): Promise<number[]> {
    return Promise.resolve(prompts.map(promptTokens));
  }

  countTexts(texts: readonly string[]): Promise<number[]> {
    return Promise.resolve(texts.map((text) => wordsOf(text).length));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

async function inSteps<Item, Result>(items: readonly Item[], work: (item: Item) => Result, tell: (from: number, results: readonly Result[]) => void, stepMs: number, signal: AbortSignal): Promise<Result[]> {
  const results: Result[] = [];
  for (let from = 0; from < items.length; from += STEP) {
    await new Promise((resolve) => setTimeout(resolve, stepMs));
    signal.throwIfAborted();
    const step = items.slice(from, from + STEP).map(work);
    results.push(...step);
    tell(from, step);
  }
  return results;
}

function scoreOf({ target, contexts }: ScoreItem): Score {
  const words = wordsOf(target);
  if (words.length === 0) return { kind: 'unscored', reason: 'empty-target' };
  const logLikelihoods = contexts.map((context) => {
    const known = new Set(wordsOf(context));
    return -words.reduce((sum, word) => sum + (1 + word.length / 4) * (known.has(word) ? 0.3 : 1), 0);
  });
  return { kind: 'scored', tokens: words.length, cutTokens: 0, logLikelihoods };
}

function embeddingOf(text: string): Embedding {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of wordsOf(text)) {
    const place = hash(word) % DIMENSIONS;
    vector[place] = (vector[place] ?? 0) + 1;
  }
  const length = Math.hypot(...vector);
  return { vector: length === 0 ? vector : vector.map((value) => value / length), cutTokens: 0 };
}

function promptTokens({ system, earlier = [], user }: Prompt): number {
  const texts = [system, ...earlier.flatMap((turn) => [turn.user, turn.answer]), user].filter((text) => text !== '');
  return texts.reduce((sum, text) => sum + wordsOf(text).length + TEMPLATE_TOKENS, 0);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function hash(word: string): number {
  return [...word].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7);
}
