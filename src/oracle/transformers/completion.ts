import type { Answer, FinishReason } from '../../core/answer.ts';
import type { AskOptions } from '../../core/prompt.ts';
import { OracleError } from '../oracle.ts';
import type { Constraint } from './constraint.ts';
import { Sampler } from './sampler.ts';
import { StopScanner } from '../stop-scanner.ts';
import { type DecodeTokens, TextStream } from './text-stream.ts';
import type { Logits } from './graph/model-graph.ts';

/** What a completion needs to know of its model. */
export interface Vocabulary {
  readonly decode: DecodeTokens;
  /** Tokens that end the model's turn. */
  readonly endTokens: ReadonlySet<number>;
}

/** What is to be completed, and how. */
export interface CompletionTask {
  readonly promptTokens: readonly number[];
  /** The most tokens that the answer may have, at least 1. */
  readonly limit: number;
  readonly options: Pick<AskOptions, 'temperature' | 'topP' | 'seed' | 'stop' | 'continuable'>;
  /** Undefined for an answer in no particular form. The completion disposes of it. */
  readonly constraint?: Constraint | undefined;
}

/** How a completion tells what becomes of it: any number of pieces, then one settlement. */
export interface CompletionEvents {
  readonly onText: (piece: string) => void;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** The answer to one prompt while it is being written, token by token. */
export class Completion {
  readonly #task: CompletionTask;
  readonly #vocabulary: Vocabulary;
  readonly #events: CompletionEvents;
  readonly #sampler: Sampler;
  readonly #stream: TextStream;
  readonly #stops: StopScanner | undefined;
  readonly #written: number[] = [];
  #text = '';
  #startedAtMs = 0;
  #heldTokens = 0;
  #settled = false;
  #answered = false;

  constructor(task: CompletionTask, vocabulary: Vocabulary, events: CompletionEvents) {
    this.#task = task;
    this.#vocabulary = vocabulary;
    this.#events = events;
    this.#sampler = new Sampler(task.options);
    this.#stream = new TextStream(vocabulary.decode);
    if (task.options.stop?.length) this.#stops = new StopScanner(task.options.stop);
  }

  get promptTokens(): readonly number[] {
    return this.#task.promptTokens;
  }

  /** Whether it still wants tokens. */
  get open(): boolean {
    return !this.#settled;
  }

  /** The tokens of the answer so far; the model has to read the last of them next. */
  get written(): readonly number[] {
    return this.#written;
  }

  /** Whether its next tokens can be chosen without a word from anyone in between: not in a form, which is asked after each. */
  get foreseeable(): boolean {
    return !this.#task.constraint;
  }

  /** Whether it is answered, and a later prompt may go on where the answer ends. */
  get continuable(): boolean {
    return this.#answered && (this.#task.options.continuable ?? false);
  }

  /** Starts the clock, and tells that the prompt is taken up. */
  start(): void {
    this.#startedAtMs = performance.now();
    this.#events.onText('');
  }

  /** Notes how many tokens of the prompt the model still held. */
  noteHeld(tokens: number): void {
    this.#heldTokens = tokens;
  }

  /** Gets ready for `advance`: to be awaited before it when it is not undefined. */
  prepare(): Promise<void> | undefined {
    return this.#settled ? undefined : this.#task.constraint?.look().catch((error: unknown) => this.fail(new OracleError('prompt-refused', String(error))));
  }

  /** Takes the next token from the given row of the model's logits. A failure rejects this completion and nothing else. */
  advance(logits: Logits, row: number): void {
    if (this.#settled) return;
    try {
      if (!this.#endsByForm()) this.#take(this.#choose(logits, row));
    } catch (error) {
      this.fail(error);
    }
  }

  /** Rejects with `error`, once; nothing is written after it. */
  fail(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#events.reject(error);
    this.#task.constraint?.dispose();
  }

  /** Only the next look tells whether the last token that there was room for completed the form. */
  #endsByForm(): boolean {
    const { constraint, limit } = this.#task;
    if (!constraint || !(constraint.complete || this.#written.length >= limit)) return false;
    this.#finish(constraint.complete ? 'stop' : 'length');
    return true;
  }

  #choose({ data, size }: Logits, row: number): number {
    const { constraint } = this.#task;
    if (!constraint) return this.#sampler.next(data, row * size, size);
    return this.#sampler.next(constraint.narrow(data, row * size, size), 0, size);
  }

  #take(token: number): void {
    const { constraint, limit } = this.#task;
    this.#written.push(token);
    if (this.#vocabulary.endTokens.has(token)) return this.#finish('stop');
    constraint?.accept(token);
    this.#write(this.#stream.push(token));
    if (this.#stops?.found) this.#finish('stop');
    else if (this.#written.length >= limit && !constraint) this.#finish('length');
  }

  #finish(finishReason: FinishReason): void {
    if (!this.#stops?.found) this.#write(this.#stream.end());
    this.#emit(this.#stops?.end() ?? '');
    this.#settled = true;
    this.#answered = true;
    this.#events.resolve({
      text: this.#text,
      finishReason: this.#stops?.found ? 'stop' : finishReason,
      promptTokens: this.promptTokens.length,
      heldTokens: this.#heldTokens,
      newTokens: this.#written.length,
      durationMs: performance.now() - this.#startedAtMs,
    });
    this.#task.constraint?.dispose();
  }

  #write(piece: string): void {
    this.#emit(this.#stops ? this.#stops.push(piece) : piece);
  }

  #emit(piece: string): void {
    if (piece === '') return;
    this.#text += piece;
    this.#events.onText(piece);
  }
}
