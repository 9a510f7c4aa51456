import type { ChatCompletionChunk } from '@mlc-ai/web-llm';
import { OracleError } from '../oracle.ts';
import { ThoughtFilter } from './thought-filter.ts';

/** What the engine made of one request, its chain of thought taken off. */
export interface Completion {
  readonly text: string;
  /** The engine's own word; undefined when the stream broke off without one. */
  readonly finishReason: string | undefined;
  readonly promptTokens: number;
  /** Counts the chain of thought too. */
  readonly newTokens: number;
}

/** How a stream is read. */
export interface ReadOptions {
  readonly onText: (piece: string) => void;
  /** When aborted, reading ends after the current chunk and the engine is set free. */
  readonly signal: AbortSignal;
  /** The longest wait for one chunk. */
  readonly silenceMs: number;
}

/**
 * Reads a completion to its end. Rejects with what the engine throws, with the signal's reason,
 * or with OracleError `worker-died` after a silence: an engine whose device is gone may never settle.
 */
export async function readCompletion(chunks: AsyncIterable<ChatCompletionChunk>, { onText, signal, silenceMs }: ReadOptions): Promise<Completion> {
  const iterator = chunks[Symbol.asyncIterator]();
  const tally = new Tally(onText);
  try {
    for (;;) {
      const step = await within(silenceMs, iterator.next());
      signal.throwIfAborted();
      if (step.done) return tally.completion();
      tally.add(step.value);
    }
  } finally {
    // Frees the engine for the next request. Not awaited, as a dead engine never settles it; what is wrong with a living one shows at the next request.
    iterator.return?.().catch(() => undefined);
  }
}

class Tally {
  readonly #onText: (piece: string) => void;
  readonly #filter = new ThoughtFilter();
  #text = '';
  #finishReason: string | undefined;
  #promptTokens = 0;
  #newTokens = 0;

  constructor(onText: (piece: string) => void) {
    this.#onText = onText;
  }

  add({ choices, usage }: ChatCompletionChunk): void {
    const choice = choices[0];
    this.#take(this.#filter.add(choice?.delta.content ?? ''));
    this.#finishReason ??= choice?.finish_reason ?? undefined;
    // The last chunk has usage and no choice.
    this.#promptTokens = usage?.prompt_tokens ?? this.#promptTokens;
    this.#newTokens = usage?.completion_tokens ?? this.#newTokens;
  }

  completion(): Completion {
    this.#take(this.#filter.end());
    return { text: this.#text, finishReason: this.#finishReason, promptTokens: this.#promptTokens, newTokens: this.#newTokens };
  }

  #take(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#onText(text);
  }
}

async function within<Result>(limitMs: number, promise: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new OracleError('worker-died', `no token for ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
