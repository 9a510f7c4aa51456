import { type Clock, SYSTEM_CLOCK } from '../bridge/clock.ts';
import { type LoadProgress, type Oracle, OracleError, type OracleErrorCode } from '../oracle/oracle.ts';
import type { Oracles } from '../oracle/oracles.ts';
import { isSameText } from '../quality/pairwise.ts';
import type { Store } from '../store/store.ts';
import { EventQueue } from './event-queue.ts';
import { awaitGpu } from './gpu-presence.ts';
import { judgeEditions, type JudgeEvent, type JudgeRequest } from './judge-editions.ts';

/** What attending a judge needs of the world. */
export interface AttendJudgeServices {
  readonly oracles: Pick<Oracles, 'open' | 'probe'>;
  readonly store: Store;
  readonly clock?: Clock;
  /** Memory of the GPU that the oracle may take with all its lanes; absent where it is to guess. */
  readonly memoryBytes?: number | undefined;
}

/** What happens while somebody attends a judge. */
export type AttendedJudgeEvent =
  | JudgeEvent
  /** The oracle is being loaded; without progress at its beginning. Left out where there is nothing to ask. */
  | { readonly kind: 'loading'; readonly progress: LoadProgress | undefined }
  | { readonly kind: 'ready'; readonly lanes: number }
  /** The oracle was lost and a fresh one is being opened; what was judged comes again as known. */
  | { readonly kind: 'recovering'; readonly loss: OracleError };

/** After these a fresh oracle may do what this one cannot. */
const LOST: readonly OracleErrorCode[] = ['worker-died', 'stalled'];

/**
 * Opens and loads the judge's oracle where something is left to ask, judges, and goes on with a fresh oracle when one is lost; one that is lost
 * before it has judged a single record is not replaced. The oracle is closed at the end. Aborting the signal pauses: the sequence ends
 * without an error. Throws what `judgeEditions` and `Oracle.load` do. What was reported as judged stays stored.
 */
export async function* attendJudging(request: JudgeRequest, services: AttendJudgeServices, signal: AbortSignal): AsyncGenerator<AttendedJudgeEvent, void, undefined> {
  const events = new EventQueue<AttendedJudgeEvent>();
  const stop = new AbortController();
  const ended = AbortSignal.any([signal, stop.signal]);
  const attending = attend(request, services, (event) => events.push(event), ended).then(
    () => events.close(),
    (error: unknown) => (ended.aborted ? events.close() : events.fail(error)),
  );
  try {
    yield* events;
  } finally {
    stop.abort();
    await attending;
  }
}

async function attend(request: JudgeRequest, services: AttendJudgeServices, report: (event: AttendedJudgeEvent) => void, signal: AbortSignal): Promise<void> {
  const { oracles, clock = SYSTEM_CLOCK } = services;
  for (;;) {
    const loss = await useOracle(request, services, report, signal);
    if (!loss) return;
    report({ kind: 'recovering', loss });
    await awaitGpu(request.measuring.instrument.spec, oracles, clock, signal);
  }
}

/** One oracle's life. Resolves with undefined when all is judged, or with the error by which the oracle was lost after it had judged something; throws everything else. */
async function useOracle(request: JudgeRequest, { oracles, store, memoryBytes }: AttendJudgeServices, report: (event: AttendedJudgeEvent) => void, signal: AbortSignal): Promise<OracleError | undefined> {
  let oracle: Oracle | undefined;
  let progressed = false;
  const openOracle = async () => {
    const { spec: asked } = request.measuring.instrument;
    const spec = memoryBytes === undefined ? asked : { ...asked, memoryBytes };
    oracle = oracles.open(spec);
    report({ kind: 'loading', progress: undefined });
    await oracle.load(spec, (progress) => report({ kind: 'loading', progress }), signal);
    report({ kind: 'ready', lanes: oracle.lanes });
    return oracle;
  };
  try {
    for await (const event of judgeEditions(request, { store, openOracle }, signal)) {
      progressed ||= event.kind === 'judged' && event.fresh && !isSameText(event.score);
      report(event);
    }
    return undefined;
  } catch (error) {
    if (progressed && error instanceof OracleError && LOST.includes(error.code)) return error;
    throw error;
  } finally {
    await oracle?.close();
  }
}
