/** Why a text has no score. `empty-target`: it has no tokens. `no-room`: what stands before it fills what the student can read. `not-finite`: the number format overflowed. `engine-failed`: the engine failed at it, and goes on with others. `not-given`: the file that it was to come from has none. */
export type UnscoredReason = 'empty-target' | 'no-room' | 'not-finite' | 'engine-failed' | 'not-given';

/** How likely a student finds a text by itself and behind another. Losses are means over the tokens, in nats, not negative. The tokens are the same in both. */
export interface TextScore {
  readonly kind: 'scored';
  /** 0 where the score came from a file that does not tell. */
  readonly tokens: number;
  /** Tokens at its end that were left out for want of room. */
  readonly cutTokens: number;
  readonly lossAlone: number;
  readonly lossGiven: number;
}

/** Of a text that came from a file without losses: its perplexity behind another text divided by that alone, above 0. */
export interface RatioScore {
  readonly kind: 'ratio';
  readonly ratio: number;
}

/** A text without a score: never 0, always with a reason. */
export interface NoScore {
  readonly kind: 'unscored';
  readonly reason: UnscoredReason;
}

/**
 * What a student finds of a pair. `response`: given the instruction with its input; `instruction`: that text, given the response
 * inside a query to guess it. Each may have been left out. Source: METHOD, section 4.
 */
export interface PairScore {
  readonly response?: TextScore | RatioScore | NoScore;
  readonly instruction?: TextScore | RatioScore | NoScore;
}

/** The two pairs that a student compared in a phase. */
export interface StudentComparison {
  readonly before: PairScore;
  readonly after: PairScore;
}
