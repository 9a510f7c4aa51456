import type { Answer } from '../../core/answer.ts';
import type { AskOptions, Prompt } from '../../core/prompt.ts';
import type { OracleSpec } from '../../core/run.ts';
import { findWebLlmModel } from '../catalogue/webllm-entries.ts';
import { type LoadProgress, type Oracle, OracleError } from '../oracle.ts';
import type { ChatEngine, EngineHost, LoadReport } from './chat-engine.ts';
import { chatRequest } from './chat-request.ts';
import { type Completion, readCompletion } from './completion-stream.ts';
import { askError, loadError } from './engine-errors.ts';
import { untilAborted } from '../until-aborted.ts';

/** A prefill of 4,096 tokens on a slow integrated GPU takes some two minutes and says nothing meanwhile. */
const SILENCE_MS = 300_000;

interface LoadedModel {
  readonly engine: ChatEngine;
  readonly spec: OracleSpec;
  readonly thinks: boolean;
}

/**
 * A WebLLM model, inside its worker. It loads one model in its life and answers one prompt at a time, in the order of asking.
 *
 * The engine does not count tokens beforehand. A prompt beyond the context is refused at once as `prompt-too-long`;
 * one that fits but leaves less room than `minNewTokens` is refused only when its answer has run out of that room,
 * which costs at most `minNewTokens` tokens. An answer that ends by itself in less room is taken.
 */
export class WebLlmOracle implements Oracle {
  readonly lanes = 1;
  readonly #host: EngineHost;
  readonly #silenceMs: number;
  /** Aborted, with the error for all calls, when the oracle is closed or its engine is lost. */
  readonly #life = new AbortController();
  #engine: ChatEngine | undefined;
  #model: LoadedModel | undefined;
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
    const thinks = findWebLlmModel(spec.modelId)?.thinks;
    if (thinks === undefined) throw new OracleError('load-failed', `not in the catalogue: ${spec.modelId}`);
    const engine = await untilAborted(this.#start(spec, onProgress, ended), ended);
    this.#model = { engine, spec, thinks };
  }

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const ended = this.#endedBy(signal);
    ended.throwIfAborted();
    const model = this.#model;
    if (!model) throw new OracleError('closed', 'no model is loaded');
    const answer = this.#lastTurn.then(() => this.#answer(model, prompt, options, onText, ended));
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

  async #start(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, ended: AbortSignal): Promise<ChatEngine> {
    await this.#checkMachine(spec);
    ended.throwIfAborted();
    const onReport = (report: LoadReport) => {
      if (!ended.aborted) onProgress(loadProgress(report));
    };
    this.#engine = this.#host.startEngine(spec, onReport);
    try {
      await this.#engine.reload(spec.modelId, { context_window_size: spec.contextTokens });
      return this.#engine;
    } catch (error) {
      throw loadError(error);
    }
  }

  /** Before the engine starts: it would fetch what is missing itself, and would run f16 code on a GPU that has none. */
  async #checkMachine(spec: OracleSpec): Promise<void> {
    const { gpu } = await this.#host.probe();
    if (!gpu) throw new OracleError('unsupported', 'no WebGPU adapter');
    if (spec.dtype.includes('f16') && !gpu.shaderF16) throw new OracleError('unsupported', 'the GPU has no shader-f16');
    const missing = await this.#host.missingWeight(spec);
    if (missing !== undefined) throw new OracleError('weights-missing', missing);
  }

  async #answer(model: LoadedModel, prompt: Prompt, options: AskOptions, onText: (piece: string) => void, ended: AbortSignal): Promise<Answer> {
    ended.throwIfAborted();
    const startedAtMs = performance.now();
    const interrupt = () => model.engine.interruptGenerate();
    ended.addEventListener('abort', interrupt);
    try {
      const chunks = await model.engine.chatCompletion(chatRequest(prompt, options, model.thinks));
      const completion = await readCompletion(chunks, { onText, signal: ended, silenceMs: this.#silenceMs });
      return toAnswer(completion, model.spec.contextTokens, options, performance.now() - startedAtMs);
    } catch (error) {
      ended.throwIfAborted();
      throw this.#judge(askError(error));
    } finally {
      ended.removeEventListener('abort', interrupt);
    }
  }

  /** An engine that is lost takes every waiting call with it. */
  #judge(error: OracleError): OracleError {
    if (error.code === 'worker-died') this.#life.abort(error);
    return error;
  }
}

function loadProgress({ progress, text }: LoadReport): LoadProgress {
  const stage = text.startsWith('Loading GPU shader modules') ? 'warm-up' : 'load';
  return { stage, fraction: progress, loadedBytes: 0, totalBytes: undefined };
}

function toAnswer({ text, finishReason, promptTokens, newTokens }: Completion, contextTokens: number, options: AskOptions, durationMs: number): Answer {
  if (finishReason !== 'stop' && finishReason !== 'length') throw new OracleError('engine-failed', `the answer ended with “${finishReason ?? 'nothing'}”`);
  const roomTokens = contextTokens - promptTokens;
  if (finishReason === 'length' && roomTokens < options.minNewTokens) throw new OracleError('prompt-too-long', `it leaves ${roomTokens} tokens`);
  return { text, finishReason, promptTokens, newTokens, durationMs };
}
