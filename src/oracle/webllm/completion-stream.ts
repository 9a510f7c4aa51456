import type { ChatCompletionChunk } from '@mlc-ai/web-llm';
import { OracleError } from '../oracle.ts';
import { StopScanner } from '../stop-scanner.ts';
import type { ThoughtFilter } from './thought-filter.ts';

/** What the engine made of one request, its chain of thought taken off. */
export interface Completion {
  readonly text: string;
  /** `stop text`: one of the caller's own texts ended it. Else the engine's own word; undefined when the stream broke off without one. */
  readonly finishReason: string | undefined;
  /** Tokens that were read for this request, without those that the engine still knew. */
  readonly readTokens: number;
  /** Counts what the model thought, a stop text, and the mark that ends a turn. */
  readonly newTokens: number;
}

/** How a stream is read. */
export interface ReadOptions {
  readonly onText: (piece: string) => void;
  /** When aborted, reading ends after the current chunk and the engine is set free. */
  readonly signal: AbortSignal;
  /** The longest wait for one token. The first, before which the whole prompt is read, may take twice as long. */
  readonly silenceMs: number;
  readonly stop: readonly string[];
  /** Called once, when a stop text has come: the engine is to write no more. */
  readonly interrupt: () => void;
  readonly filter: ThoughtFilter;
}

/**
 * Reads a completion to its end. The engine's own handling of stop texts is not used: it lets out the beginning of one that
 * comes in several tokens. Rejects with what the engine throws, with the signal's reason, or with OracleError `stalled`
 * after a silence: an engine whose device is gone may never settle.
 */
export async function readCompletion(chunks: AsyncIterable<ChatCompletionChunk>, options: ReadOptions): Promise<Completion> {
  const iterator = chunks[Symbol.asyncIterator]();
  const tally = new Tally(options);
  let limitMs = 2 * options.silenceMs;
  try {
    for (;;) {
      const step = await within(limitMs, iterator.next());
      limitMs = options.silenceMs;
      options.signal.throwIfAborted();
      if (step.done) return tally.completion();
      tally.add(step.value);
    }
  } finally {
    // Frees the engine for the next request. Not awaited, as a dead engine never settles it; what is wrong with a living one shows at the next request.
    iterator.return?.().catch(() => undefined);
  }
}

class Tally {
  readonly #options: ReadOptions;
  readonly #scanner: StopScanner;
  #text = '';
  #finishReason: string | undefined;
  #readTokens = 0;
  #newTokens = 0;

  constructor(options: ReadOptions) {
    this.#options = options;
    this.#scanner = new StopScanner(options.stop);
  }

  add({ choices, usage }: ChatCompletionChunk): void {
    const choice = choices[0];
    this.#take(this.#options.filter.add(choice?.delta.content ?? ''));
    this.#finishReason ??= choice?.finish_reason ?? undefined;
    // The last chunk has usage and no choice.
    this.#readTokens = usage?.prompt_tokens ?? this.#readTokens;
    this.#newTokens = usage?.completion_tokens ?? this.#newTokens;
  }

  completion(): Completion {
    this.#take(this.#options.filter.end());
    if (!this.#scanner.found) this.#give(this.#scanner.end());
    const finishReason = this.#scanner.found ? 'stop text' : this.#finishReason;
    return { text: this.#text, finishReason, readTokens: this.#readTokens, newTokens: this.#newTokens };
  }

  #take(text: string): void {
    // What the engine writes until the interruption reaches it belongs to nobody.
    if (this.#scanner.found) return;
    this.#give(this.#scanner.push(text));
    if (this.#scanner.found) this.#options.interrupt();
  }

  #give(text: string): void {
    if (text === '') return;
    this.#text += text;
    this.#options.onText(text);
  }
}

async function within<Result>(limitMs: number, promise: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new OracleError('stalled', `no token for ${limitMs / 1000} s`)), limitMs);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
