import type { FinishReason } from './answer.ts';
import type { AskOptions } from './prompt.ts';

/** One reading of two texts side by side by an oracle that is not told which is which. */
export interface ReviewPass {
  /** The raw completion; `''` when none came. */
  readonly raw: string;
  readonly finishReason: FinishReason | 'error';
  readonly promptTokens: number;
  readonly newTokens: number;
  readonly durationMs: number;
  readonly options: AskOptions;
  /** Points from 1 to 10, already put back in order: for the former and for the latter text, whichever stood first. Absent when none could be read. */
  readonly points?: { readonly former: number; readonly latter: number };
}

/** Which of two texts came out better over both passes. `unreadable`: a pass had no points, which is never a tie. */
export type ReviewResult = 'former' | 'latter' | 'tie' | 'unreadable';

/** A blind comparison in two passes, the second with the texts exchanged. Source: METHOD, section 5. */
export interface Review {
  readonly passes: readonly [ReviewPass, ReviewPass];
  readonly result: ReviewResult;
}
