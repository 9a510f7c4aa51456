import type { PairScore } from '../core/score.ts';
import { ifdOf } from './ifd.ts';

/**
 * What counts as having most to gain from being recycled.
 * `gain`: first the pairs whose response does not follow from their instruction, IFD at or above 1, the worst first, and those without a
 * response; then the others by rising IFD, as a response that its instruction gives away teaches least, and one just under 1 teaches most
 * already. Those that cannot be scored come last. `highest-ifd` and `lowest-ifd` go by that figure alone. `shortest`: short responses first, as
 * what recycling brings most of is length and detail. Source: METHOD, sections 4 to 6; the order itself is our own.
 */
export const TRIAGE_ORDERS = ['gain', 'highest-ifd', 'lowest-ifd', 'shortest'] as const;

/** One of {@link TRIAGE_ORDERS}. */
export type TriageOrder = (typeof TRIAGE_ORDERS)[number];

/** A record with what a student finds of it; undefined where it was not asked. */
export interface TriageRow {
  readonly ordinal: number;
  readonly score: PairScore | undefined;
}

/** The ordinals of the rows, those with most to gain first; of equals the earlier. */
export function triage(rows: readonly TriageRow[], order: TriageOrder): number[] {
  const need = Float64Array.from(rows, ({ score }) => needOf(score, order));
  const places = Uint32Array.from(rows, (_, place) => place);
  // All keys are numbers; a difference of infinities would be none.
  const compare = (a: number, b: number) => (need[a]! === need[b]! ? a - b : need[a]! < need[b]! ? -1 : 1);
  return Array.from(places.sort(compare), (place) => rows[place]?.ordinal ?? 0);
}

/** The smaller, the sooner. */
function needOf(score: PairScore | undefined, order: TriageOrder): number {
  if (score?.response?.kind === 'unscored' && score.response.reason === 'empty-target') return -Infinity;
  const ifd = score && ifdOf(score);
  if (order === 'shortest') return score?.response?.kind === 'scored' && score.response.tokens > 0 ? score.response.tokens + score.response.cutTokens : Infinity;
  if (ifd === undefined) return Infinity;
  if (order === 'lowest-ifd') return ifd;
  return order === 'highest-ifd' || ifd >= 1 ? -ifd : ifd;
}

/** What may be spent on a run. */
export type Budget = { readonly kind: 'records'; readonly records: number } | { readonly kind: 'hours'; readonly hours: number };

/** How many of `total` records a budget pays for; undefined for hours while nobody knows how long a record takes. */
export function recordsWithin(budget: Budget, total: number, recordMs: number | undefined): number | undefined {
  if (budget.kind === 'records') return Math.max(0, Math.min(total, Math.floor(budget.records)));
  if (recordMs === undefined || recordMs <= 0) return undefined;
  return Math.max(0, Math.min(total, Math.floor((budget.hours * 3_600_000) / recordMs)));
}
