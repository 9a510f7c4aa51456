import type { LedgerEntry, LedgerTotals } from '../../../seal/seal.ts';
import { ANSWERS, type Answer, PLACES } from '../../../seal/seal.ts';
import { LEDGER, LEDGER_FILTERS } from '../../messages/privacy.ts';

/** One of {@link LEDGER_FILTERS}. */
export type LedgerFilter = keyof typeof LEDGER_FILTERS;

const SHOWN: Record<LedgerFilter, readonly Answer[]> = { all: ANSWERS, network: ['network'], copy: ['copy'], stopped: ['refused', 'blocked'] };

/** Whether a text names a filter. */
export function isLedgerFilter(text: string): text is LedgerFilter {
  return text in LEDGER_FILTERS;
}

/** The entries that a filter shows, newest first. */
export function filterEntries(entries: readonly LedgerEntry[], filter: LedgerFilter): LedgerEntry[] {
  return entries.filter(({ answer }) => SHOWN[filter].includes(answer)).reverse();
}

/** The sums as label and figure, each over all requests, also those that are no longer listed. */
export function ledgerFacts({ tallies, withBody }: LedgerTotals): { readonly label: string; readonly value: string }[] {
  const places = PLACES.map((place) => tallies[place]);
  const here = places.reduce((sum, { copy }) => sum + copy.requests, 0);
  const stopped = places.reduce((sum, { refused, blocked }) => sum + refused.requests + blocked.requests, 0);
  const asked = PLACES.map((place) => ({ label: LEDGER[place], value: LEDGER.count(tallies[place].network.requests, tallies[place].network.sizeBytes) }));
  return [
    { label: LEDGER.here, value: LEDGER.count(here, 0) },
    ...asked,
    { label: LEDGER.stopped, value: LEDGER.count(stopped, 0) },
    { label: LEDGER.withBody, value: LEDGER.count(withBody, 0) },
  ];
}
