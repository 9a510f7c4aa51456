import { WeightError } from '../shelf.ts';
import type { TransferMeter } from '../weights/transfer-meter.ts';
import { PassingFailure } from './answer.ts';
import type { WeightSource } from './weight-source.ts';

/** Attempts in a row that bring next to nothing before a host counts as out of reach. */
const ATTEMPTS_MAX = 6;

const FIRST_PAUSE_MS = 1_000;

/** Tells whether an attempt, though it broke off, was worth a fresh start of the count. */
type BroughtMuch = () => boolean;

/**
 * Repeats `work` after failures that may pass, with growing pauses that no two clients share, or as long as the host asks for.
 * Rejects with the WeightError of a final failure, with `offline` when it failed too often, or with the signal's reason.
 */
export async function withAttempts<Result>(path: string, source: WeightSource, meter: TransferMeter, signal: AbortSignal, work: () => Promise<Result>, broughtMuch: BroughtMuch = () => false): Promise<Result> {
  for (let attempt = 1; ; ) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof WeightError) throw error;
      attempt = broughtMuch() ? 2 : attempt + 1;
      if (attempt > ATTEMPTS_MAX) throw new WeightError('offline', `${path}: ${messageOf(error)}`, { cause: error });
      meter.retrying({ path, attempt, attemptsMax: ATTEMPTS_MAX });
      await source.pause(pauseMs(attempt, error), signal);
      meter.retrying(undefined);
    }
  }
}

function pauseMs(attempt: number, error: unknown): number {
  const asked = error instanceof PassingFailure ? error.retryAfterMs : undefined;
  const growing = FIRST_PAUSE_MS * 2 ** (attempt - 2);
  return Math.max(asked ?? 0, growing * (0.75 + Math.random() / 2));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
