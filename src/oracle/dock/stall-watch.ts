import { untilAborted } from '../until-aborted.ts';
import { PassingFailure } from './answer.ts';
import type { WeightSource } from './weight-source.ts';

/** A connection that brings nothing for so long is as good as broken. */
const STALL_MS = 45_000;

/**
 * Makes a request with `work`, and ends it when its bytes stop coming. `work` calls `sign` for each piece that comes, and heeds `until`,
 * which is aborted with a PassingFailure on a standstill, or with the signal's reason.
 */
export async function watchStalls<Result>(source: WeightSource, signal: AbortSignal, work: (until: AbortSignal, sign: () => void) => Promise<Result>): Promise<Result> {
  const ended = new AbortController();
  let signs = 0;
  const look = async (): Promise<void> => {
    const before = signs;
    await source.pause(STALL_MS, ended.signal);
    if (signs === before) ended.abort(new PassingFailure(`no byte came for ${STALL_MS / 1000} s`));
    else await look();
  };
  // Rejects when the request has ended.
  look().catch(() => undefined);
  try {
    return await work(AbortSignal.any([signal, ended.signal]), () => (signs += 1));
  } finally {
    ended.abort();
  }
}

/** Reads a body piece by piece. Rejects when it breaks, or with the reason of `until`. */
export async function readPieces(body: ReadableStream<Uint8Array<ArrayBuffer>>, until: AbortSignal, onPiece: (bytes: Uint8Array<ArrayBuffer>) => void): Promise<void> {
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await untilAborted(reader.read(), until);
      if (done) return;
      onPiece(value);
    }
  } finally {
    // Rejects when the stream broke by itself, which is known by then.
    reader.cancel().catch(() => undefined);
  }
}
