import type { ChatCompletionChunk, ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import type { OracleSpec } from '../../core/run.ts';
import type { DeviceReport } from '../oracle.ts';

/** The part of WebLLM's engine that is used. One model, one answer at a time: a second request waits for the first. */
export interface ChatEngine {
  reload(modelId: string, options: { readonly context_window_size: number }): Promise<void>;
  /** Nothing is computed until the chunks are pulled. */
  chatCompletion(request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>>;
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
  probe(): Promise<DeviceReport>;
  /** Address of the first file of the model that is not in the cache; undefined when all are. */
  missingWeight(spec: OracleSpec): Promise<string | undefined>;
  /** An engine that knows this one model and has not loaded it yet. */
  startEngine(spec: OracleSpec, onReport: (report: LoadReport) => void): ChatEngine;
}
