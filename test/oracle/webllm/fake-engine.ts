import type { ChatCompletionChunk, ChatCompletionRequestStreaming } from '@mlc-ai/web-llm';
import type { OracleSpec } from '../../../src/core/run.ts';
import type { DeviceReport } from '../../../src/oracle/oracles.ts';
import type { ChatEngine, ContextSettings, EngineHost, LoadReport } from '../../../src/oracle/webllm/chat-engine.ts';

/** A machine on which everything runs. */
export const GOOD_MACHINE: DeviceReport = {
  secureContext: true,
  gpu: { vendor: 'acme', architecture: 'one', description: '', software: false, shaderF16: true, maxBufferBytes: 2 ** 31 },
  logicalCores: 8,
  memoryBytes: 8 * 2 ** 30,
  storageFreeBytes: 50e9,
};

/** What the engine writes itself before the answer of a model that is told not to think; it counts its four tokens as the model's. */
const EMPTY_THOUGHT = '<think>\n\n</think>\n\n';
const EMPTY_THOUGHT_TOKENS = 4;

/** The tokens of a text, as the replies in use are cut: a space goes with the word behind it. */
const TOKENS = /<\/?think>|\n\n| ?[^ \n<]+|[ \n<]/g;

type Request = ChatCompletionRequestStreaming;
type FinishReason = 'stop' | 'length' | 'abort';

/**
 * Behaves as WebLLM's engine was seen to: requests queue on a lock that is taken at the first pull and freed by `return`, an interruption
 * ends the running answer only, a full context ends with `length`, usage comes last in a chunk without choices, what goes wrong is thrown
 * as a bare string, and a dead device never answers. A request whose earlier messages are exactly the conversation so far, ended by the
 * model itself, is read from there on, and usage counts only what was read.
 */
export class FakeEngine implements ChatEngine {
  /** The tokens of the answer to a request; a thrown value fails it, as the engine throws errors and bare strings. */
  reply: (request: Request) => readonly string[] = () => ['Hello', ' world'];
  /** Awaited before each token. */
  beforeToken: () => Promise<void> = () => Promise.resolve();
  loading: () => Promise<void> = () => Promise.resolve();
  readonly requests: Request[] = [];
  contextTokens = 0;
  interruptions = 0;
  unloads = 0;
  #lock: Promise<void> = Promise.resolve();
  #interrupted = false;
  #loaded = false;
  #message = '';
  #conversation: { readonly text: string; readonly tokens: number } | undefined;

  async reload(_modelId: string, options: ContextSettings): Promise<void> {
    try {
      await this.loading();
    } catch (error) {
      // The engine takes any such error for a wish to stop loading.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      throw error;
    }
    this.contextTokens = options.context_window_size;
    this.#loaded = true;
  }

  chatCompletion(request: Request): Promise<AsyncIterable<ChatCompletionChunk>> {
    return Promise.resolve(this.#generate(request));
  }

  getMessage(): Promise<string> {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as through a worker
    return this.#loaded ? Promise.resolve(this.#message) : Promise.reject('ModelNotLoadedError: Model not loaded before trying to complete getMessage.');
  }

  resetChat(): Promise<void> {
    this.#conversation = undefined;
    return Promise.resolve();
  }

  interruptGenerate(): void {
    this.interruptions++;
    this.#interrupted = true;
  }

  unload(): Promise<void> {
    this.unloads++;
    this.#loaded = false;
    return Promise.resolve();
  }

  async *#generate(request: Request): AsyncGenerator<ChatCompletionChunk> {
    const release = await this.#acquire();
    try {
      this.#interrupted = false;
      this.requests.push(request);
      const thought = request.extra_body?.enable_thinking === false ? EMPTY_THOUGHT : '';
      const thoughtTokens = thought === '' ? 0 : EMPTY_THOUGHT_TOKENS;
      const { heldTokens, readTokens } = this.#read(request, thoughtTokens);
      const tokens = this.reply(request);
      const room = Math.min((request.max_tokens ?? Infinity) - thoughtTokens, this.contextTokens - heldTokens - readTokens);
      let finishReason: FinishReason = tokens.length < room ? 'stop' : 'length';
      this.#message = thought;
      let newTokens = 0;
      for (const token of tokens.slice(0, room)) {
        await this.beforeToken();
        if (this.#interrupted) {
          finishReason = 'abort';
          break;
        }
        this.#message += token;
        yield chunk([{ index: 0, delta: { role: 'assistant', content: newTokens++ === 0 ? thought + token : token }, finish_reason: null }]);
      }
      // The mark with which the model ends its turn is written, and never read.
      if (finishReason === 'stop') newTokens++;
      this.#end(request, finishReason, heldTokens + readTokens + newTokens);
      yield chunk([{ index: 0, delta: {}, finish_reason: finishReason }]);
      yield { ...chunk([]), usage: usage(readTokens, newTokens) };
    } finally {
      release();
    }
  }

  #read({ messages }: Request, thoughtTokens: number): { heldTokens: number; readTokens: number } {
    const goesOn = messages.length > 2 && this.#conversation?.text === JSON.stringify(messages.slice(0, -1));
    const heldTokens = goesOn ? (this.#conversation?.tokens ?? 0) : 0;
    const readTokens = messages.slice(goesOn ? -1 : 0).reduce((sum, message) => sum + tokensOf(message.content), thoughtTokens);
    this.#conversation = undefined;
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- as the engine does
    if (heldTokens + readTokens > this.contextTokens) throw `ContextWindowSizeExceededError: Prompt tokens exceed context window size: number of prompt tokens: ${readTokens}`;
    return { heldTokens, readTokens };
  }

  #end({ messages }: Request, finishReason: FinishReason, tokens: number): void {
    if (finishReason !== 'stop') return;
    this.#conversation = { text: JSON.stringify([...messages, { role: 'assistant', content: this.#message }]), tokens: tokens - 1 };
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
  /** No published one: nobody looks inside. */
  readonly engineVersion = '0.0.0';
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

  thinks({ modelId }: OracleSpec): Promise<boolean> {
    return Promise.resolve(modelId.startsWith('Qwen3'));
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

function tokensOf(content: unknown): number {
  return String(content).match(TOKENS)?.length ?? 0;
}

function chunk(choices: ChatCompletionChunk['choices']): ChatCompletionChunk {
  return { id: 'one', choices, created: 0, model: 'fake', object: 'chat.completion.chunk' };
}

function usage(promptTokens: number, newTokens: number): NonNullable<ChatCompletionChunk['usage']> {
  const extra = { e2e_latency_s: 0, prefill_tokens_per_s: 0, decode_tokens_per_s: 0, time_to_first_token_s: 0, time_per_output_token_s: 0 };
  return { prompt_tokens: promptTokens, completion_tokens: newTokens, total_tokens: promptTokens + newTokens, extra };
}
