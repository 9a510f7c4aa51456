import type { Answer, FinishReason } from '../../core/answer.ts';
import type { AskOptions } from '../../core/prompt.ts';
import { Sampler } from './sampler.ts';
import { type DecodeTokens, TextStream } from './text-stream.ts';
import type { Logits } from './token-batch.ts';

/** What a completion needs to know of its model. */
export interface Vocabulary {
  readonly decode: DecodeTokens;
  /** Tokens that end the model's turn. */
  readonly endTokens: ReadonlySet<number>;
}

/** How a completion tells what becomes of it: any number of pieces, then one settlement. */
export interface CompletionEvents {
  readonly onText: (piece: string) => void;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The answer to one prompt while it is being written, token by token. */
export class Completion {
  readonly promptTokens: readonly number[];
  readonly #limit: number;
  readonly #vocabulary: Vocabulary;
  readonly #events: CompletionEvents;
  readonly #sampler: Sampler;
  readonly #stream: TextStream;
  #text = '';
  #newTokens = 0;
  #startedAtMs = 0;
  #settled = false;
  #lastToken = 0;

  /** `limit` is the most tokens that the answer may have, at least 1. */
  constructor(promptTokens: readonly number[], limit: number, options: AskOptions, vocabulary: Vocabulary, events: CompletionEvents) {
    this.promptTokens = promptTokens;
    this.#limit = limit;
    this.#vocabulary = vocabulary;
    this.#events = events;
    this.#sampler = new Sampler(options);
    this.#stream = new TextStream(vocabulary.decode);
  }

  /** Whether it still wants tokens. */
  get open(): boolean {
    return !this.#settled;
  }

  /** The token that the model has to read next. */
  get lastToken(): number {
    return this.#lastToken;
  }

  /** Starts the clock. */
  start(): void {
    this.#startedAtMs = performance.now();
  }

  /** Takes the next token from the given row of the model's logits. A failure rejects this completion and nothing else. */
  advance(logits: Logits, row: number): void {
    if (this.#settled) return;
    try {
      this.#lastToken = this.#sampler.next(logits.data, row * logits.size, logits.size);
      this.#newTokens++;
      if (this.#vocabulary.endTokens.has(this.#lastToken)) return this.#finish('stop');
      this.#write(this.#stream.push(this.#lastToken));
      if (this.#newTokens >= this.#limit) this.#finish('length');
    } catch (error) {
      this.fail(error);
    }
  }

  /** Rejects with `error`, once; nothing is written after it. */
  fail(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#events.reject(error);
  }

  #finish(finishReason: FinishReason): void {
    this.#write(this.#stream.end());
    this.#settled = true;
    this.#events.resolve({
      text: this.#text,
      finishReason,
      promptTokens: this.promptTokens.length,
      newTokens: this.#newTokens,
      durationMs: performance.now() - this.#startedAtMs,
    });
  }

  #write(piece: string): void {
    if (piece === '') return;
    this.#text += piece;
    this.#events.onText(piece);
  }
}
