import type { LedgerEntry, LedgerTotals, SavedLedger } from './seal.ts';

/** The ledger as JSON Lines. The first line tells what the file is and the sums; then one line for each entry, oldest first. */
export function ledgerFile(entries: readonly LedgerEntry[], totals: LedgerTotals, openedAtMs: number, savedAtMs: number): SavedLedger {
  const head = { file: 'tain-ledger', version: 1, openedAt: toIso(openedAtMs), savedAt: toIso(savedAtMs), totals };
  const lines = [head, ...entries.map(({ atMs, ...entry }) => ({ at: toIso(atMs), ...entry }))];
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const stamp = toIso(savedAtMs).slice(0, 19).replaceAll(':', '-');
  return { name: `tain-ledger-${stamp}.jsonl`, bytes: new Blob([text], { type: 'application/jsonl' }) };
}

function toIso(atMs: number): string {
  return new Date(atMs).toISOString();
}
