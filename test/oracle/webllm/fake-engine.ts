import type { ChatCompletionChunk, ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import type { OracleSpec } from '../../../src/core/run.ts';
import type { DeviceReport } from '../../../src/oracle/oracle.ts';
import type { ChatEngine, EngineHost, LoadReport } from '../../../src/oracle/webllm/chat-engine.ts';

/** A machine on which everything runs. */
export const GOOD_MACHINE: DeviceReport = {
  secureContext: true,
  gpu: { vendor: 'acme', architecture: 'one', description: '', software: false, shaderF16: true, maxBufferBytes: 2 ** 31 },
  logicalCores: 8,
  memoryBytes: 8 * 2 ** 30,
  storageFreeBytes: 50e9,
};

/**
 * Behaves as WebLLM's engine was seen to: requests queue on a lock that is taken at the first pull and freed by `return`, an interruption
 * ends the running answer only, a full context ends with `length`, usage comes last in a chunk without choices, and a dead device never answers.
 */
export class FakeEngine implements ChatEngine {
  /** The tokens of the answer to a request; a thrown value fails it, as the engine throws errors and bare strings. */
  reply: (request: ChatCompletionRequestStreaming) => readonly string[] = () => ['Hello', ' world'];
  /** Awaited before each token. */
  beforeToken: () => Promise<void> = () => Promise.resolve();
  loading: () => Promise<void> = () => Promise.resolve();
  readonly requests: ChatCompletionRequestStreaming[] = [];
  contextTokens = 0;
  interruptions = 0;
  unloads = 0;
  #lock: Promise<void> = Promise.resolve();
  #interrupted = false;

  async reload(_modelId: string, options: { readonly context_window_size: number }): Promise<void> {
    await this.loading();
    this.contextTokens = options.context_window_size;
  }

  chatCompletion(request: ChatCompletionRequestStreaming): Promise<AsyncIterable<ChatCompletionChunk>> {
    return Promise.resolve(this.#generate(request));
  }

  interruptGenerate(): void {
    this.interruptions++;
    this.#interrupted = true;
  }

  unload(): Promise<void> {
    this.unloads++;
    return Promise.resolve();
  }

  async *#generate(request: ChatCompletionRequestStreaming): AsyncGenerator<ChatCompletionChunk> {
    const release = await this.#acquire();
    try {
      this.#interrupted = false;
      this.requests.push(request);
      const promptTokens = request.messages.map(({ content }) => JSON.stringify(content).split(' ').length).reduce((sum, count) => sum + count, 0);
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- as the engine does
      if (promptTokens > this.contextTokens) throw `ContextWindowSizeExceededError: Prompt tokens exceed context window size: number of prompt tokens: ${promptTokens}`;
      const tokens = this.reply(request);
      const room = Math.min(request.max_tokens ?? Infinity, this.contextTokens - promptTokens);
      let finishReason: 'stop' | 'length' | 'abort' = tokens.length < room ? 'stop' : 'length';
      let newTokens = 0;
      for (const token of tokens.slice(0, room)) {
        await this.beforeToken();
        if (this.#interrupted) {
          finishReason = 'abort';
          break;
        }
        newTokens++;
        yield chunk([{ index: 0, delta: { role: 'assistant', content: token }, finish_reason: null }]);
      }
      yield chunk([{ index: 0, delta: {}, finish_reason: finishReason }]);
      yield { ...chunk([]), usage: usage(promptTokens, newTokens) };
    } finally {
      release();
    }
  }

  async #acquire(): Promise<() => void> {
    const before = this.#lock;
    let release = () => {};
    this.#lock = new Promise((resolve) => (release = resolve));
    await before;
    return release;
  }
}

/** A worker around a fake engine. */
export class FakeHost implements EngineHost {
  readonly engine = new FakeEngine();
  machine = GOOD_MACHINE;
  missing: string | undefined;
  started: OracleSpec[] = [];
  report: (report: LoadReport) => void = () => {};

  probe(): Promise<DeviceReport> {
    return Promise.resolve(this.machine);
  }

  missingWeight(): Promise<string | undefined> {
    return Promise.resolve(this.missing);
  }

  startEngine(spec: OracleSpec, onReport: (report: LoadReport) => void): ChatEngine {
    this.started.push(spec);
    this.report = onReport;
    return this.engine;
  }
}

/** What is seen of an engine whose device died silently. */
export function never(): Promise<never> {
  return new Promise(() => {});
}

function chunk(choices: ChatCompletionChunk['choices']): ChatCompletionChunk {
  return { id: 'one', choices, created: 0, model: 'fake', object: 'chat.completion.chunk' };
}

function usage(promptTokens: number, newTokens: number): NonNullable<ChatCompletionChunk['usage']> {
  const extra = { e2e_latency_s: 0, prefill_tokens_per_s: 0, decode_tokens_per_s: 0, time_to_first_token_s: 0, time_per_output_token_s: 0 };
  return { prompt_tokens: promptTokens, completion_tokens: newTokens, total_tokens: promptTokens + newTokens, extra };
}
