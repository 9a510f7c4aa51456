import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import PACKAGE from '@mlc-ai/web-llm/package.json' with { type: 'json' };
import type { DeviceReport } from '../../../src/oracle/oracles.ts';
import type { ChatEngine, EngineHost } from '../../../src/oracle/webllm/chat-engine.ts';
import { GOOD_MACHINE } from './fake-engine.ts';
import { VOCABULARY_SIZE, WordTokenizer } from './word-tokenizer.ts';

/** The parts of the published engine that are needed here, all but one of which it keeps to itself. */
interface Published {
  readonly MLCEngine: new (config: object) => ChatEngine & Record<'loadedModelIdToPipeline' | 'loadedModelIdToChatConfig' | 'loadedModelIdToModelType' | 'loadedModelIdToLock', Map<string, unknown>>;
  readonly LLMChatPipeline: new (tvm: object, tokenizer: object, config: object) => object;
  readonly CustomLock: new () => object;
  /** Of the library that the engine tokenises by. */
  readonly libExports: { readonly Tokenizer: { fromJSON(json: ArrayBuffer): Promise<PublishedTokenizer> } };
}

/** The engine's own tokenizer, in WebAssembly. */
export interface PublishedTokenizer {
  encode(text: string): Int32Array;
}

/** The published code with its pipeline, its lock and its tokenizers exported too. */
async function published(): Promise<Published> {
  const path = createRequire(import.meta.url).resolve('@mlc-ai/web-llm');
  const folder = mkdtempSync(join(tmpdir(), 'web-llm-'));
  const file = join(folder, 'engine.mjs');
  const code = readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL.*$/m, '').replaceAll('"MLC_DUMMY_PATH"', 'import.meta.url');
  // Its grammar engine looks for these outside browsers.
  writeFileSync(file, `import { createRequire } from 'node:module';\n${code}\nexport { LLMChatPipeline, CustomLock, libExports };\n`);
  try {
    return (await import(/* @vite-ignore */ pathToFileURL(file).href)) as Published;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const PUBLISHED = await published();

/** A tokenizer as the engine makes it of a model's `tokenizer.json`. */
export function publishedTokenizer(json: object): Promise<PublishedTokenizer> {
  return PUBLISHED.libExports.Tokenizer.fromJSON(new TextEncoder().encode(JSON.stringify(json)).buffer);
}

const ROLE_TEMPLATES = { user: '{user_message}', assistant: '{assistant_message}', tool: '{tool_message}' };

/** Templates of two families, as their mlc-chat-config.json have them. Of Llama 2: marks that alternate, a system text without a role behind it, and a first token that no text gives. */
export const TEMPLATES = {
  qwen: {
    system_template: '<|im_start|>system\n{system_message}<|im_end|>\n',
    system_message: '',
    roles: { user: '<|im_start|>user', assistant: '<|im_start|>assistant', tool: '<|im_start|>user' },
    role_templates: ROLE_TEMPLATES,
    seps: ['<|im_end|>\n'],
    role_content_sep: '\n',
    role_empty_sep: '\n',
    stop_str: ['<|im_end|>'],
    stop_token_ids: [0],
  },
  llama2: {
    system_template: '<|INST|> <|SYS|>\n{system_message}\n<|SYSEND|>\n\n',
    system_message: '',
    system_prefix_token_ids: [1],
    add_role_after_system_message: false,
    roles: { user: '<|INST|>', assistant: '<|INSTEND|>', tool: '<|INST|>' },
    role_templates: ROLE_TEMPLATES,
    seps: [' ', ' <|im_end|>'],
    role_content_sep: ' ',
    role_empty_sep: ' ',
    stop_str: ['<|INST|>'],
    stop_token_ids: [0],
  },
} as const;

/** The part of the engine's grammar matcher that tells which tokens may come next, one bit for each. */
interface Matcher {
  getNextTokenBitmask(): Promise<Int32Array>;
}

/** What the fake GPU remembers; the engine reaches it by the names of its runtime's functions. */
export class FakeCache {
  tokens: number[] = [];
  /** Tokens that went through the model, read or written. */
  forwarded = 0;
  popped = 0;
  /** Awaited when tokens have come in, before the engine counts them; what it throws leaves them half done. */
  beforeForward: () => void | Promise<void> = () => {};

  readonly functions: Record<string, (...parts: never[]) => unknown> = {
    'vm.builtin.kv_state_clear': () => void (this.tokens = []),
    'vm.builtin.kv_state_popn': (_cache: unknown, _sequence: unknown, { value }: { value: number }) => {
      this.popped++;
      this.tokens.length -= value;
    },
  };
}

/** How a published engine is set up. */
export interface PublishedSettings {
  readonly contextTokens?: number;
  /** The words of the answer to the prompt in the cache; by default they depend on every token in it. */
  readonly reply?: (prompt: string) => string;
  readonly template?: object;
}

/** The published engine itself, with a forward pass of a few lines: the tokens that it has read decide what it writes. */
export class PublishedEngine {
  readonly cache = new FakeCache();
  /** The text of the cache each time an answer began. */
  readonly prompts: string[] = [];
  readonly engine: ChatEngine;
  readonly #tokenizer = new WordTokenizer();
  readonly #pipelines: Map<string, unknown>;
  #script: number[] = [];
  #dead = false;

  constructor(modelId: string, { contextTokens = 2000, reply = wordsOf, template = TEMPLATES.qwen }: PublishedSettings = {}) {
    const engine = new PUBLISHED.MLCEngine({ logLevel: 'SILENT' });
    const config = { conv_template: template, vocab_size: VOCABULARY_SIZE, context_window_size: contextTokens, sliding_window_size: -1, attention_sink_size: -1, temperature: 1, top_p: 1, tokenizer_info: { token_postproc_method: 'raw', prepend_space_in_encode: false } };
    const pipeline = Object.assign(new PUBLISHED.LLMChatPipeline(this.#runtime(), this.#tokenizer, config), this.#forwardPass(reply));
    // What loading would do, had there been a model.
    engine.reload = () => {
      engine.loadedModelIdToPipeline.set(modelId, pipeline);
      engine.loadedModelIdToChatConfig.set(modelId, config);
      engine.loadedModelIdToModelType.set(modelId, 0);
      engine.loadedModelIdToLock.set(modelId, new PUBLISHED.CustomLock());
      return Promise.resolve();
    };
    this.engine = engine;
    this.#pipelines = engine.loadedModelIdToPipeline;
  }

  /** Ends the device without a word. */
  die(): void {
    this.#dead = true;
  }

  /** What the engine has compiled of the form that was asked for last. */
  get compiledForm(): unknown {
    const [pipeline] = this.#pipelines.values();
    return (pipeline as { grammarMatcher?: unknown }).grammarMatcher;
  }

  #runtime(): object {
    const nothing = () => undefined;
    const same = <Value>(value: Value) => value;
    const metadata = JSON.stringify({ params: [], prefill_chunk_size: 16, kv_state_kind: 'kv_cache' });
    const vmFunction = (name: string) => (name === '_metadata' ? () => metadata : name === 'create_tir_paged_kv_cache' ? () => this.cache : nothing);
    const tensor = { copyFrom: () => tensor };
    return {
      webgpu: () => ({ sync: () => Promise.resolve() }),
      beginScope: nothing,
      endScope: nothing,
      setSeed: nothing,
      detachFromCurrentScope: same,
      makeShapeTuple: same,
      empty: () => tensor,
      createVirtualMachine: () => ({ getFunction: vmFunction }),
      getParamsFromCacheByName: nothing,
      scalar: (value: number) => ({ value }),
      getGlobalFunc: (name: string) => this.cache.functions[name] ?? nothing,
    };
  }

  #forwardPass(reply: (prompt: string) => string): object {
    const { cache } = this;
    const next = (isFirst: boolean, matcher: Matcher | undefined) => this.#nextToken(isFirst, reply, matcher);
    return {
      async embedAndForward(this: { filledKVCacheLength: number }, chunks: number[][], length: number) {
        if (length === 0) throw new Error('nothing to read');
        cache.tokens.push(...chunks.flat());
        await cache.beforeForward();
        this.filledKVCacheLength += length;
        cache.forwarded += length;
        return { dispose: () => undefined };
      },
      sampleFromRawLogits(this: { outputMessage: string; grammarMatcher?: Matcher }, _logits: unknown, { response_format }: { response_format?: object }) {
        return next(this.outputMessage === '', response_format && this.grammarMatcher);
      },
    };
  }

  /** A dead device never answers. */
  async #nextToken(isFirst: boolean, reply: (prompt: string) => string, matcher: Matcher | undefined): Promise<number> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.#dead) await new Promise(() => undefined);
    if (isFirst) this.#begin(reply);
    return matcher ? firstAllowed(await matcher.getNextTokenBitmask()) : (this.#script.shift() ?? 0);
  }

  #begin(reply: (prompt: string) => string): void {
    const prompt = this.#tokenizer.decode(this.cache.tokens);
    this.prompts.push(prompt);
    this.#script = this.#tokenizer.encode(reply(prompt));
  }
}

/** The end where it may come, else the first letter that may. */
function firstAllowed(bits: Int32Array): number {
  const word = bits.findIndex((one) => one !== 0);
  const mask = bits[word] ?? 0;
  return word * 32 + (31 - Math.clz32(mask & -mask));
}

/** A few words that are others as soon as a letter of the prompt is another. */
function wordsOf(prompt: string): string {
  const sum = [...prompt].reduce((hash, letter) => (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) >>> 0, 7);
  return Array.from({ length: 3 + (sum % 5) }, (_, index) => `word${(sum >> index) % 50}`).join(' ');
}

/** A worker with the published engine in it. */
export class PublishedHost implements EngineHost {
  readonly published: PublishedEngine;
  readonly engineVersion: string;
  readonly #thinks: boolean;

  constructor(settings: PublishedSettings & { readonly modelId?: string; readonly thinks?: boolean; readonly engineVersion?: string } = {}) {
    this.published = new PublishedEngine(settings.modelId ?? 'm', settings);
    this.engineVersion = settings.engineVersion ?? PACKAGE.version;
    this.#thinks = settings.thinks ?? false;
  }

  probe(): Promise<DeviceReport> {
    return Promise.resolve(GOOD_MACHINE);
  }

  missingWeight(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  thinks(): Promise<boolean> {
    return Promise.resolve(this.#thinks);
  }

  startEngine(): ChatEngine {
    return this.published.engine;
  }
}
