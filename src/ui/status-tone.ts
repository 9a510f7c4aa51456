import type { PhaseStatus, RowStatus } from '../core/status.ts';
import type { RunStatus } from '../quality/status-counts.ts';

/** The class that gives a status its colour as `--tone` (see design/base.css); what ended as it was shares one, and so does what nothing was done to. */
export function toneOf(status: RowStatus | PhaseStatus): `tone-${RunStatus}` {
  switch (status) {
    case 'rewritten':
    case 'undecided':
    case 'failed':
    case 'pending':
      return `tone-${status}`;
    case 'left-out':
      return 'tone-pending';
    default:
      return 'tone-kept';
  }
}
