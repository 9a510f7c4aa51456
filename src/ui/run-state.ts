import type { RunSession } from './state/run-session.svelte.ts';
import type { StatusCounts } from '../quality/status-counts.ts';

/** How a run stands as a whole. */
export type RunState = 'new' | 'paused' | 'running' | 'starting' | 'failed' | 'done' | 'following';

/** A run's standing, from what is stored and from what this tab does about it. */
export function runState(counts: StatusCounts | undefined, session: Pick<RunSession, 'stage'> | undefined): RunState {
  switch (session?.stage) {
    case 'running':
      return 'running';
    case 'claiming':
    case 'loading':
      return 'starting';
    case 'failed':
      return 'failed';
    case 'following':
      return 'following';
  }
  if (!counts || counts.settledSteps === 0) return 'new';
  return counts.rows.pending === 0 ? 'done' : 'paused';
}
