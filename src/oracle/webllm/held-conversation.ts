import type { Prompt, Turn } from '../../core/prompt.ts';
import type { ChatMessage } from './chat-messages.ts';

interface Held {
  readonly system: string;
  /** As they were asked and answered, to be recognised by. */
  readonly turns: readonly Turn[];
  /** As the engine has them, its own last answer included. */
  readonly messages: readonly ChatMessage[];
  readonly tokens: number;
}

/** A conversation that goes on where the engine stands: it reads nothing of it again. */
export interface Continuation {
  /** All that was said so far, exactly as the engine has it. */
  readonly messages: readonly ChatMessage[];
  readonly tokens: number;
}

/**
 * What the engine still holds of the conversation that it answered last. It goes on from there only when it is handed back
 * exactly what it was asked and what it wrote, its empty thought included, which nobody outside ever saw.
 */
export class HeldConversation {
  #held: Held | undefined;

  /** The conversation held, when `prompt` goes on with it. */
  continuationOf({ system, earlier = [] }: Prompt): Continuation | undefined {
    const held = this.#held;
    if (!held || held.system !== system || held.turns.length !== earlier.length) return undefined;
    const same = held.turns.every(({ user, answer }, index) => user === earlier[index]?.user && answer === earlier[index].answer);
    return same ? held : undefined;
  }

  /**
   * Takes note of an answer that the model ended by itself; after any other the engine starts afresh.
   * `raw` is the answer as the engine has it, `given` as it was given away, `tokens` what the engine has read and written.
   */
  keep(prompt: Prompt, messages: readonly ChatMessage[], answer: { readonly raw: string; readonly given: string }, tokens: number): void {
    const { system, earlier = [], user } = prompt;
    this.#held = {
      system,
      turns: [...earlier, { user, answer: answer.given }],
      messages: [...messages, { role: 'assistant', content: answer.raw }],
      tokens,
    };
  }

  forget(): void {
    this.#held = undefined;
  }
}
