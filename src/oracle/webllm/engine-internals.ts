import { type ChatMessage, EMPTY_THOUGHT } from './chat-messages.ts';
import type { EngineConversation, EngineMessage, EnginePipeline } from './engine-parts.ts';

const POP = 'vm.builtin.kv_state_popn';

/**
 * What the engine keeps to itself: how its template closes a turn, and the cache of what it has read, which can be cut back
 * to the leading turns that one prompt shares with the next. Only for the one version that is known, and only while every
 * part is where it is expected; where anything differs there is none of this, and the engine reads each prompt in full.
 */
export class EngineInternals {
  readonly #pipeline: EnginePipeline;
  readonly #thinks: boolean;
  /** The prompt whose tokens the cache begins with, and how many they are. */
  #read: { readonly messages: readonly ChatMessage[]; readonly tokens: number } | undefined;
  #broken = false;

  constructor(pipeline: EnginePipeline, thinks: boolean) {
    this.#pipeline = pipeline;
    this.#thinks = thinks;
  }

  /** Whether messages are filled into templates, which gives dollar signs in them a meaning. */
  get fillsTemplates(): boolean {
    return this.#pipeline.conversation.config.role_templates?.user !== undefined;
  }

  /** Tokens that the engine puts before a prompt that it reads from its beginning, without counting them. */
  get prefixTokens(): number {
    return this.#pipeline.conversation.config.system_prefix_token_ids?.length ?? 0;
  }

  /**
   * The name under which the user has to speak next, to go on with a conversation of `turnCount` turns. The engine does not read
   * the mark that closes its own last answer; put in front of the user's role, the model sees it where it belongs.
   */
  nameAfter(turnCount: number): string {
    const { roles, seps } = this.#pipeline.conversation.config;
    return (seps[(turnCount * 2 - 1) % seps.length] ?? '') + roles.user;
  }

  /** Takes note of a prompt that was read and answered with `newTokens` tokens; the last of them is never read. */
  note(messages: readonly ChatMessage[], newTokens: number): void {
    this.#read = { messages, tokens: this.#pipeline.filledKVCacheLength - Math.max(0, newTokens - 1) };
  }

  forget(): void {
    this.#read = undefined;
  }

  /**
   * Cuts the cache back to the turns before the last message of `messages`, when the prompt that was read last begins with
   * the same ones, and makes the engine believe that it has just come so far. Gives the tokens that need no reading then, or 0.
   * Throws what the engine's runtime throws; its state is unknown then.
   */
  rewind(messages: readonly ChatMessage[]): number {
    const turns = messages.slice(0, -1);
    const read = this.#read;
    if (this.#broken || !read || turns.length < 3 || !sharesStart(turns, read.messages)) return 0;
    // Holds only while the cache has, token by token, what a full reading would put there.
    if (this.#countTokens(read.messages, true) !== read.tokens) return 0;
    const tokens = this.#countTokens(turns, false);
    this.#cutTo(tokens);
    const { conversation } = this.#pipeline;
    conversation.messages = this.#engineMessages(turns);
    conversation.override_system_message = systemOf(turns);
    this.#pipeline.finishReason = 'stop';
    return tokens;
  }

  #cutTo(tokens: number): void {
    const pipeline = this.#pipeline;
    // Stays so when the runtime throws in the middle.
    this.#broken = true;
    pipeline.tvm.beginScope();
    try {
      const sequence = pipeline.tvm.scalar(0, 'int64');
      pipeline.tvm.getGlobalFunc(POP)(pipeline.kvCache, sequence, pipeline.tvm.scalar(pipeline.filledKVCacheLength - tokens, 'int32'));
    } finally {
      pipeline.tvm.endScope();
    }
    pipeline.filledKVCacheLength = tokens;
    this.#broken = false;
  }

  /** How many tokens the engine makes of messages. `answering`: with the header of the answer to come. */
  #countTokens(messages: readonly ChatMessage[], answering: boolean): number {
    const { conversation, config, tokenizer } = this.#pipeline;
    const header: EngineMessage = ['assistant', conversation.config.roles.assistant, this.#thinks ? EMPTY_THOUGHT : undefined];
    // The engine's own class lays out the parts; only its state is another.
    const copy = Object.assign(Object.create(Object.getPrototypeOf(conversation) as object) as EngineConversation, conversation, {
      messages: [...this.#engineMessages(messages), ...(answering ? [header] : [])],
      override_system_message: systemOf(messages),
      isLastMessageEmptyThinkingReplyHeader: answering && this.#thinks,
    });
    const lengths = copy.getPromptArray(config).map((part) => (typeof part === 'string' ? tokenizer.encode(part).length : NaN));
    return lengths.reduce((sum, length) => sum + length, this.prefixTokens);
  }

  #engineMessages(messages: readonly ChatMessage[]): EngineMessage[] {
    const { roles } = this.#pipeline.conversation.config;
    return messages.slice(1).map(({ role, content }) => [role === 'user' ? 'user' : 'assistant', role === 'user' ? roles.user : roles.assistant, content]);
  }
}

function systemOf([first]: readonly ChatMessage[]): string {
  return first?.content ?? '';
}

function sharesStart(turns: readonly ChatMessage[], read: readonly ChatMessage[]): boolean {
  return turns.length < read.length && turns.every(({ role, content }, index) => role === read[index]?.role && content === read[index].content);
}
