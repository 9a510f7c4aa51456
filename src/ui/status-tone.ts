import type { PhaseStatus, RowStatus } from '../core/status.ts';

/** The class that gives a status its colour as `--tone` (see design/base.css); all kept reasons share one. */
export function toneOf(status: RowStatus | PhaseStatus): `tone-${RowStatus}` {
  return status === 'rewritten' || status === 'failed' || status === 'pending' ? `tone-${status}` : 'tone-kept';
}
