/** One question of a conversation with the answer that it got. */
export interface Turn {
  readonly user: string;
  /** As the oracle gave it, whole. */
  readonly answer: string;
}

/** What an oracle is asked, before any chat template: one system message, the turns of the conversation so far, and one user message. */
export interface Prompt {
  readonly system: string;
  /** What was said before in this conversation, first to last. An engine may reuse what it has read of it. */
  readonly earlier?: readonly Turn[];
  readonly user: string;
}

/** A form that an answer must have. The oracle can then write nothing else, but it can still run out of room in the middle. */
export type AnswerFormat =
  /** JSON that fits a JSON Schema, given as its JSON text. */
  | { readonly kind: 'json-schema'; readonly schema: string }
  /**
   * What a grammar in the EBNF dialect of XGrammar derives from its rule `root`. Letters from U+0080 to U+00FF are to be given as texts, `("ä" | "ß")`: in
   * brackets, `[äß]`, XGrammar 0.1.27 takes them for bytes, and the answer holds no whole characters there.
   */
  | { readonly kind: 'grammar'; readonly grammar: string };

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
  /** Texts that end the answer; it stops before the first that occurs and does not hold it. */
  readonly stop?: readonly string[];
  readonly format?: AnswerFormat;
  /** A later prompt may go on in this conversation: worth keeping what has been read, where an engine can. */
  readonly continuable?: boolean;
}
