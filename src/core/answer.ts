/** `stop`: the model ended its turn. `length`: it ran out of room. */
export type FinishReason = 'stop' | 'length';

/** What an oracle answered, complete. */
export interface Answer {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly promptTokens: number;
  readonly newTokens: number;
  /** From the moment the oracle took up the prompt to its last token. */
  readonly durationMs: number;
}
