import type { ChatCompletionChunk, ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import type { OracleSpec } from '../../core/run.ts';
import type { DeviceReport } from '../oracles.ts';

/** How much the model may have before it. */
export interface ContextSettings {
  readonly context_window_size: number;
  /** -1 for none: with the settings of some models there would be two windows, which the engine refuses. */
  readonly sliding_window_size: -1;
}

/** The part of WebLLM's engine that is used. One model, one answer at a time: a second request waits for the first. */
export interface ChatEngine {
  /** Resolves without a model, too, when the device is lost on the way: {@link getMessage} tells. */
  reload(modelId: string, options: ContextSettings): Promise<void>;
  /** Nothing is computed until the chunks are pulled. */
  chatCompletion(request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>>;
  /** The last answer as the engine has it, thought and all. Rejects when no model is loaded. */
  getMessage(): Promise<string>;
  /** Forgets the conversation and what was read of it. */
  resetChat(): Promise<void>;
  /** Ends the running answer after its current token. */
  interruptGenerate(): void;
  unload(): Promise<void>;
}

/** What the engine tells while it loads; its progress runs from 0 to 1 once per kind of work, which only the text names. */
export interface LoadReport {
  readonly progress: number;
  readonly text: string;
}

/** What the oracle needs of the worker it lives in. */
export interface EngineHost {
  /** Version of the engine's package. */
  readonly engineVersion: string;
  probe(): Promise<DeviceReport>;
  /** Address of the first file of the model that is not in the cache; undefined when all are. */
  missingWeight(spec: OracleSpec): Promise<string | undefined>;
  /** Whether the model writes a chain of thought unless told not to. */
  thinks(spec: OracleSpec): Promise<boolean>;
  /** An engine that knows this one model and has not loaded it yet. */
  startEngine(spec: OracleSpec, onReport: (report: LoadReport) => void): ChatEngine;
}
