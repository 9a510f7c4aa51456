import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LiveLedger } from '../../src/seal/ledger.ts';
import { placeOf } from '../../src/seal/place-of.ts';
import type { RequestReport } from '../../src/seal/request-reports.ts';
import { ANSWERS, type LedgerTotals, PLACES } from '../../src/seal/seal.ts';

const ORIGIN = 'https://host.example';
const OPENED_AT_MS = 1_000;

const report: fc.Arbitrary<RequestReport> = fc.record({
  id: fc.nat({ max: 60 }).map(String),
  atMs: fc.integer({ min: 900, max: 2_000 }),
  method: fc.constantFrom('GET', 'HEAD', 'POST', undefined),
  url: fc.constantFrom(`${ORIGIN}/a.js`, 'https://huggingface.co/a', 'https://cas-bridge.xethub.hf.co/b', 'https://evil.example/c'),
  asker: fc.constantFrom('page', 'worker', 'dock'),
  answer: fc.constantFrom(...ANSWERS),
  status: fc.constantFrom(200, 206, undefined),
  sizeBytes: fc.option(fc.nat({ max: 1_000 }), { nil: undefined }),
});

const summed = ({ tallies }: LedgerTotals, member: 'requests' | 'sizeBytes' | 'unsized') =>
  PLACES.flatMap((place) => ANSWERS.map((answer) => tallies[place][answer][member])).reduce((sum, value) => sum + value, 0);

/** What the ledger must hold of a batch: each id once, nothing from before the tab was opened. */
function countable(reports: readonly RequestReport[]): RequestReport[] {
  const fresh = reports.filter(({ atMs }) => atMs >= OPENED_AT_MS);
  return fresh.filter(({ id }, index) => fresh.findIndex((other) => other.id === id) === index);
}

describe('the ledger', () => {
  it('sums exactly what it was told, however often and however late, also beyond the lines it keeps', () => {
    fc.assert(
      fc.property(fc.array(fc.array(report, { maxLength: 12 }), { maxLength: 12 }), (batches) => {
        const ledger = new LiveLedger(OPENED_AT_MS, ORIGIN, 10);
        for (const batch of batches) ledger.add(batch);
        const expected = countable(batches.flat());
        const { totals, entries } = ledger;
        expect(totals.requests).toBe(expected.length);
        expect(summed(totals, 'requests')).toBe(expected.length);
        expect(summed(totals, 'sizeBytes')).toBe(expected.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0));
        expect(summed(totals, 'unsized')).toBe(expected.filter(({ sizeBytes }) => sizeBytes === undefined).length);
        const reached = expected.filter(({ answer }) => answer === 'network');
        expect(totals.withBody).toBe(reached.filter(({ method }) => method === 'POST').length);
        expect(totals.methodUnknown).toBe(reached.filter(({ method }) => method === undefined).length);
        expect(entries).toHaveLength(Math.min(10, expected.length));
        expect(totals.leftOut).toBe(expected.length - entries.length);
      }),
    );
  });

  it('keeps what concerns a host longer than what was answered here', () => {
    const ledger = new LiveLedger(0, ORIGIN, 3);
    const answers = ['network', 'copy', 'blocked', 'copy', 'refused', 'copy'] as const;
    ledger.add(answers.map((answer, index) => ({ id: `${index}`, atMs: index, method: 'GET', url: `${ORIGIN}/${index}`, asker: 'page', answer, status: 200, sizeBytes: 1 })));
    expect(ledger.entries.map(({ answer }) => answer)).toEqual(['network', 'blocked', 'refused']);
  });

  it('puts each answer to one request, whichever of the two is told first', () => {
    const ledger = new LiveLedger(0, ORIGIN);
    const url = 'https://huggingface.co/model';
    ledger.add([{ id: '1', atMs: 1, method: 'GET', url, asker: 'worker', answer: 'network', status: undefined, sizeBytes: undefined }]);
    const answer = { url, status: 206, redirectedTo: 'https://cdn.hf.co' };
    ledger.addAnswer({ ...answer, sizeBytes: 70 });
    ledger.addAnswer({ ...answer, sizeBytes: 50 });
    ledger.addAnswer({ ...answer, url: `${url}/other`, sizeBytes: 9 });
    ledger.add([{ id: '2', atMs: 1, method: 'GET', url, asker: 'worker', answer: 'network', status: 200, sizeBytes: undefined }]);
    ledger.add([{ id: '3', atMs: 1, method: 'GET', url, asker: 'worker', answer: 'network', status: 200, sizeBytes: undefined }]);
    const known = { asker: 'dock', place: 'weights', status: 206, redirectedTo: 'https://cdn.hf.co' };
    expect(ledger.entries).toMatchObject([{ ...known, sizeBytes: 70 }, { ...known, sizeBytes: 50 }, { status: 200, sizeBytes: undefined }]);
    expect(ledger.totals.tallies.weights.network).toEqual({ requests: 3, sizeBytes: 120, unsized: 1 });
  });

  it('tells whose address it is by the whole host', () => {
    const places = ['https://huggingface.co/x', 'https://us.aws.cdn.hf.co/x', 'https://hf.co/x', 'https://nothf.co/x', 'http://huggingface.co/x', 'https://huggingface.co.evil.example/', `${ORIGIN}/x`];
    expect(places.map((url) => placeOf(url, ORIGIN))).toEqual(['weights', 'weights', 'elsewhere', 'elsewhere', 'elsewhere', 'elsewhere', 'site']);
  });

  it('saves the sums and then every entry, one JSON object a line', async () => {
    const ledger = new LiveLedger(0, ORIGIN);
    ledger.add([{ id: '1', atMs: 5, method: 'GET', url: `${ORIGIN}/a\n"b"`, asker: 'page', answer: 'copy', status: 200, sizeBytes: 7 }]);
    const { name, bytes } = ledger.save();
    const [head, ...lines] = (await bytes.text()).trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(name).toMatch(/^tain-ledger-\d{4}-\d\d-\d\dT[\d-]+\.jsonl$/);
    expect(head).toMatchObject({ file: 'tain-ledger', totals: ledger.totals });
    expect(lines).toMatchObject([{ at: '1970-01-01T00:00:00.005Z', url: `${ORIGIN}/a\n"b"`, answer: 'copy', sizeBytes: 7 }]);
  });
});
