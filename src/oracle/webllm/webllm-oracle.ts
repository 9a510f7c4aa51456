import type { Answer } from '../../core/answer.ts';
import type { AskOptions, Prompt } from '../../core/prompt.ts';
import type { OracleSpec } from '../../core/run.ts';
import type { Engine } from '../engine.ts';
import { type LoadProgress, OracleError, type OracleErrorCode } from '../oracle.ts';
import { untilAborted } from '../until-aborted.ts';
import type { ChatEngine, EngineHost } from './chat-engine.ts';
import { ChatSession } from './chat-session.ts';
import { askError } from './engine-errors.ts';
import { startModel } from './start-engine.ts';

/** Far more than any GPU needs for a token; reading 4,096 tokens takes a slow integrated one some two minutes. */
const SILENCE_MS = 300_000;

/** What no engine comes back from inside its worker. */
const FATAL: readonly OracleErrorCode[] = ['worker-died', 'stalled', 'out-of-memory'];

/**
 * A WebLLM model, inside its worker. It loads one model in its life and answers one prompt at a time, in the order of asking.
 *
 * The engine does not count tokens beforehand. A prompt beyond the context is refused at once as `prompt-too-long`;
 * one that fits but leaves less room than `minNewTokens` is refused only when its answer has run out of that room,
 * which costs at most `minNewTokens` tokens. An answer that ends by itself in less room is taken.
 *
 * A prompt that goes on with the conversation answered last is read from there on, any other from the first token that is new.
 *
 * There is one engine: a second one has a device, a queue, a copy of the weights and a cache of its own on the same GPU, and reading
 * the weights is what a token costs. It could only fill the pauses in which the GPU waits for a token to be fetched.
 *
 * A form that cannot be compiled is refused as `prompt-refused`; a slip of the grammar engine in the middle of an answer is `engine-failed` and worth a repetition.
 */
export class WebLlmOracle implements Engine {
  readonly lanes = 1;
  readonly #host: EngineHost;
  readonly #silenceMs: number;
  /** Aborted, with the error for all calls, when the oracle is closed or its engine is lost. */
  readonly #life = new AbortController();
  #engine: ChatEngine | undefined;
  #session: ChatSession | undefined;
  #lastTurn: Promise<unknown> = Promise.resolve();

  constructor(host: EngineHost, silenceMs = SILENCE_MS) {
    this.#host = host;
    this.#silenceMs = silenceMs;
  }

  /** An aborted load cannot be taken back inside the engine: afterwards this oracle is of no more use. */
  async load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    const ended = this.#endedBy(signal);
    ended.throwIfAborted();
    if (this.#engine) throw new OracleError('load-failed', 'a worker loads one model in its life');
    const starting = startModel(this.#host, spec, onProgress, (engine) => (this.#engine = engine), ended);
    this.#session = new ChatSession(await untilAborted(starting, ended), this.#silenceMs);
  }

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const ended = this.#endedBy(signal);
    ended.throwIfAborted();
    const session = this.#session;
    if (!session) throw new OracleError('closed', 'no model is loaded');
    const answer = this.#lastTurn.then(() => this.#answer(session, prompt, options, onText, ended));
    this.#lastTurn = answer.catch(() => undefined);
    return untilAborted(answer, ended);
  }

  async close(): Promise<void> {
    this.#life.abort(new OracleError('closed'));
    await this.#engine?.unload();
  }

  #endedBy(signal: AbortSignal): AbortSignal {
    return AbortSignal.any([this.#life.signal, signal]);
  }

  async #answer(session: ChatSession, prompt: Prompt, options: AskOptions, onText: (piece: string) => void, ended: AbortSignal): Promise<Answer> {
    ended.throwIfAborted();
    onText('');
    try {
      return await session.answer(prompt, options, onText, ended);
    } catch (thrown) {
      ended.throwIfAborted();
      const error = askError(thrown);
      // An engine that is lost takes every waiting call with it.
      if (FATAL.includes(error.code)) this.#life.abort(error);
      throw error;
    }
  }
}
