import type { NoScore, PairScore, RatioScore, TextScore } from '../core/score.ts';

/** The perplexity that belongs to a mean loss in nats: at least 1 for a loss of at least 0, Infinity where it leaves the range of numbers. */
export function perplexity(loss: number): number {
  return Math.exp(loss);
}

/**
 * Instruction-following difficulty: the response's perplexity behind its instruction, divided by its perplexity alone. Under 1 the
 * instruction helps; at 1 and above the pair is misaligned. Undefined when the response has no score. Source: METHOD, section 4.
 */
export function ifdOf({ response }: PairScore): number | undefined {
  return perplexityRatio(response);
}

/** Reversed IFD: the instruction's perplexity behind the response, divided by its perplexity alone. The lower, the more the response tells of its instruction. Undefined when the instruction has no score. */
export function reverseIfdOf({ instruction }: PairScore): number | undefined {
  return perplexityRatio(instruction);
}

// From the difference of the losses, so that two perplexities too large for a number still have a ratio.
function perplexityRatio(score: TextScore | RatioScore | NoScore | undefined): number | undefined {
  if (score?.kind === 'ratio') return score.ratio;
  return score?.kind === 'scored' ? perplexity(score.lossGiven - score.lossAlone) : undefined;
}
