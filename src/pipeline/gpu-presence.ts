import type { Clock } from '../bridge/clock.ts';
import type { OracleSpec } from '../core/run.ts';
import { OracleError } from '../oracle/oracle.ts';
import type { Oracles } from '../oracle/oracles.ts';

/** A GPU process that is starting again may take a while on a busy machine. */
const PAUSES_MS = [2000, 8000];

/** Whether a model that computes on the GPU finds none. Nothing that needs a GPU is offered without one, so there was one once. */
export async function isGpuGone({ device }: OracleSpec, oracles: Pick<Oracles, 'probe'>): Promise<boolean> {
  return device === 'webgpu' && (await oracles.probe()).gpu === undefined;
}

/**
 * Resolves when there is a GPU again after a loss, at once for a model that needs none. Rejects with OracleError `gpu-gone`
 * when there is none for longer, or with the signal's reason: from the second crash of its GPU process on, Chromium gives no page an adapter until it is restarted.
 */
export async function awaitGpu(spec: OracleSpec, oracles: Pick<Oracles, 'probe'>, clock: Clock, signal: AbortSignal): Promise<void> {
  for (const pauseMs of PAUSES_MS) {
    if (!(await isGpuGone(spec, oracles))) return;
    await pause(pauseMs, clock, signal);
  }
  if (await isGpuGone(spec, oracles)) throw new OracleError('gpu-gone', 'no adapter after the loss');
}

function pause(durationMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const cancel = clock.after(durationMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    const onAbort = () => {
      cancel();
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort);
  });
}
