/** `stop`: the model ended its turn, or wrote a text that was to end it. `length`: it ran out of room. */
export type FinishReason = 'stop' | 'length';

/** What an oracle answered, complete. */
export interface Answer {
  readonly text: string;
  readonly finishReason: FinishReason;
  /** Tokens of the whole prompt, from its first turn on, whether they had to be read anew or not. */
  readonly promptTokens: number;
  /** How many of `promptTokens` the engine still held from an earlier prompt; undefined where it never holds any. */
  readonly heldTokens?: number;
  readonly newTokens: number;
  /** From the moment the oracle took up the prompt to its last token. */
  readonly durationMs: number;
}
