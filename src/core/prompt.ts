/** What an oracle is asked: one system and one user message, before any chat template. */
export interface Prompt {
  readonly system: string;
  readonly user: string;
}

/** How an oracle is to decode its answer. */
export interface AskOptions {
  /** 0 decodes greedily. */
  readonly temperature: number;
  /** In (0, 1]; 1 keeps the whole distribution. */
  readonly topP: number;
  readonly seed: number;
  /** Upper bound of generated tokens; the context's remaining room bounds it further. */
  readonly maxNewTokens: number;
  /** When the context leaves less room than this, the prompt counts as too long. */
  readonly minNewTokens: number;
}
