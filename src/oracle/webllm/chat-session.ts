import type { Answer } from '../../core/answer.ts';
import type { AskOptions, Prompt } from '../../core/prompt.ts';
import { OracleError } from '../oracle.ts';
import { type ChatMessage, chatMessages } from './chat-messages.ts';
import { chatRequest } from './chat-request.ts';
import { type Completion, readCompletion } from './completion-stream.ts';
import { HeldConversation } from './held-conversation.ts';
import type { StartedModel } from './start-engine.ts';
import { ThoughtFilter } from './thought-filter.ts';

/** What is sent to the engine for one prompt. */
interface Request {
  readonly sent: readonly ChatMessage[];
  /** Tokens of the conversation with which the engine goes on by itself. */
  readonly continuedTokens: number;
}

/** Asks a loaded model one prompt after the other, and lets the engine keep what it has read wherever the next prompt begins alike. */
export class ChatSession {
  readonly #model: StartedModel;
  readonly #silenceMs: number;
  readonly #held = new HeldConversation();

  /** `silenceMs`: the longest wait for one token. */
  constructor(model: StartedModel, silenceMs: number) {
    this.#model = model;
    this.#silenceMs = silenceMs;
  }

  /** The answer to a prompt; the one before has ended. Rejects with what the engine throws, with OracleError, or with the signal's reason. */
  async answer(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const { engine, internals, thinks } = this.#model;
    const startedAtMs = performance.now();
    const request = await this.#requestFor(prompt);
    // Whatever goes wrong from here on leaves the engine with something else.
    this.#held.forget();
    const interrupt = () => engine.interruptGenerate();
    signal.addEventListener('abort', interrupt);
    try {
      const chunks = await engine.chatCompletion(chatRequest(request.sent, options, thinks));
      const filter = new ThoughtFilter(options.format ? (thinks ? 'given' : 'none') : 'free');
      const completion = await readCompletion(chunks, { onText, signal, silenceMs: this.#silenceMs, stop: options.stop ?? [], interrupt, filter });
      const heldTokens = internals?.keptTokens ?? request.continuedTokens;
      const promptTokens = completion.readTokens + (heldTokens === 0 ? (internals?.prefixTokens ?? 0) : heldTokens);
      await this.#keep(prompt, request, completion, promptTokens);
      return this.#toAnswer(completion, { promptTokens, heldTokens }, options, performance.now() - startedAtMs);
    } finally {
      signal.removeEventListener('abort', interrupt);
    }
  }

  async #requestFor(prompt: Prompt): Promise<Request> {
    const { engine, internals, thinks } = this.#model;
    const whole = chatMessages(prompt, { thinks, fillsTemplates: internals?.fillsTemplates ?? true });
    const continued = this.#held.continuationOf(prompt);
    if (continued) {
      const name = internals?.nameAfter(prompt.earlier?.length ?? 0);
      const user: ChatMessage = { role: 'user', content: whole.at(-1)?.content ?? '', ...(name === undefined ? {} : { name }) };
      return { sent: [...continued.messages, user], continuedTokens: continued.tokens };
    }
    // Else the engine might go on by itself from a conversation that looks the same, without the mark that closes its last answer.
    if (whole.length > 2) await engine.resetChat();
    return { sent: whole, continuedTokens: 0 };
  }

  async #keep(prompt: Prompt, { sent }: Request, { finishReason, text, newTokens }: Completion, promptTokens: number): Promise<void> {
    if (finishReason !== 'stop') return;
    const raw = await this.#model.engine.getMessage();
    // The last token, with which the model ended its turn, was never read.
    this.#held.keep(prompt, sent, { raw, given: text }, promptTokens + newTokens - 1);
  }

  #toAnswer({ text, finishReason, newTokens }: Completion, tokens: Pick<Answer, 'promptTokens' | 'heldTokens'>, options: AskOptions, durationMs: number): Answer {
    if (finishReason === 'length') {
      const roomTokens = this.#model.spec.contextTokens - tokens.promptTokens;
      if (roomTokens < options.minNewTokens) throw new OracleError('prompt-too-long', `it leaves ${roomTokens} tokens`);
      return { text, finishReason, ...tokens, newTokens, durationMs };
    }
    if (finishReason !== 'stop' && finishReason !== 'stop text') throw new OracleError('engine-failed', `the answer ended with “${finishReason ?? 'nothing'}”`);
    return { text, finishReason: 'stop', ...tokens, newTokens, durationMs };
  }
}
