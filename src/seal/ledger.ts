import { ANSWERS, type Answer, type Ledger, type LedgerEntry, type LedgerTotals, type Place, PLACES, type SavedLedger, type Tally } from './seal.ts';
import { ledgerFile } from './ledger-file.ts';
import { placeOf } from './place-of.ts';
import { type AnswerReport, type ReportMessage, reportChannel, type RequestReport } from './request-reports.ts';

/** More lines than anybody reads; the sums stay exact beyond it. */
const LISTED_MAX = 5_000;

/** Answers that wait for their request to be entered. */
const EARLY_MAX = 100;

type Tallies = Record<Place, Record<Answer, Tally>>;

/** The ledger of a tab, fed by what all documents, workers and the service worker of this origin tell of their requests. */
export class LiveLedger implements Ledger {
  readonly #openedAtMs: number;
  readonly #origin: string;
  readonly #listedMax: number;
  readonly #ids = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #early: AnswerReport[] = [];
  #entries: readonly LedgerEntry[] = [];
  #totals: LedgerTotals = { requests: 0, tallies: noTallies(), withBody: 0, methodUnknown: 0, leftOut: 0 };

  /** Takes requests since `openedAtMs` (milliseconds since the epoch); `origin` is this site's. */
  constructor(openedAtMs: number, origin: string, listedMax = LISTED_MAX) {
    this.#openedAtMs = openedAtMs;
    this.#origin = origin;
    this.#listedMax = listedMax;
  }

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  get totals(): LedgerTotals {
    return this.#totals;
  }

  /** Listens from now on, and asks for what was told before. */
  listen(): void {
    const channel = reportChannel();
    channel.addEventListener('message', ({ data }: MessageEvent<ReportMessage>) => {
      if (data.kind === 'requests') this.add(data.reports);
      else if (data.kind === 'answer') this.addAnswer(data.report);
    });
    channel.postMessage({ kind: 'tell' } satisfies ReportMessage);
  }

  /** Enters requests that are not entered yet and not older than the tab. */
  add(reports: readonly RequestReport[]): void {
    const before = this.#ids.size;
    for (const { id, ...request } of reports) {
      if (request.atMs < this.#openedAtMs || this.#ids.has(id)) continue;
      this.#ids.add(id);
      const place = placeOf(request.url, this.#origin);
      // The policy lets no other worker than the dock's ask a weight host.
      const asker = place === 'weights' && request.answer === 'network' && request.asker === 'worker' ? 'dock' : request.asker;
      this.#enter(this.#answered({ ...request, place, asker }));
    }
    if (this.#ids.size > before) this.#tellListeners();
  }

  /** Completes the latest request to this address whose answer is not known, or else the next one that is entered. */
  addAnswer(report: AnswerReport): void {
    const index = this.#entries.findLastIndex((entry) => entry.url === report.url && isOpen(entry));
    const entry = this.#entries[index];
    if (!entry) {
      this.#early.push(report);
      if (this.#early.length > EARLY_MAX) this.#early.shift();
      return;
    }
    const answered = complete(entry, report);
    this.#entries = this.#entries.with(index, answered);
    const { requests, sizeBytes, unsized } = this.#totals.tallies[entry.place].network;
    this.#setTally(entry, { requests, sizeBytes: sizeBytes + (answered.sizeBytes ?? 0), unsized: unsized - (answered.sizeBytes === undefined ? 0 : 1) });
    this.#tellListeners();
  }

  subscribe(onChange: () => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  save(): SavedLedger {
    return ledgerFile(this.#entries, this.#totals, this.#openedAtMs, Date.now());
  }

  /** The browser measures a request at its end, when its answer may have been told already. */
  #answered(entry: LedgerEntry): LedgerEntry {
    const index = isOpen(entry) ? this.#early.findIndex(({ url }) => url === entry.url) : -1;
    const [report] = index < 0 ? [] : this.#early.splice(index, 1);
    return report ? complete(entry, report) : entry;
  }

  #enter(entry: LedgerEntry): void {
    const { requests, sizeBytes, unsized } = this.#totals.tallies[entry.place][entry.answer];
    this.#setTally(entry, { requests: requests + 1, sizeBytes: sizeBytes + (entry.sizeBytes ?? 0), unsized: unsized + (entry.sizeBytes === undefined ? 1 : 0) });
    const reached = entry.answer === 'network';
    const { withBody, methodUnknown, leftOut } = this.#totals;
    const listed = [...this.#entries, entry];
    const surplus = listed.length > this.#listedMax;
    // What was answered here is the first to make room: whatever concerns a host stays as long as possible.
    if (surplus) listed.splice(Math.max(0, listed.findIndex(({ answer }) => answer === 'copy')), 1);
    this.#entries = listed;
    this.#totals = {
      ...this.#totals,
      requests: this.#totals.requests + 1,
      withBody: withBody + (reached && entry.method !== undefined && !['GET', 'HEAD'].includes(entry.method) ? 1 : 0),
      methodUnknown: methodUnknown + (reached && entry.method === undefined ? 1 : 0),
      leftOut: leftOut + (surplus ? 1 : 0),
    };
  }

  #setTally({ place, answer }: LedgerEntry, tally: Tally): void {
    const { tallies } = this.#totals;
    this.#totals = { ...this.#totals, tallies: { ...tallies, [place]: { ...tallies[place], [answer]: tally } } };
  }

  #tellListeners(): void {
    for (const listener of this.#listeners) listener();
  }
}

function isOpen({ place, answer, sizeBytes, redirectedTo }: LedgerEntry): boolean {
  return place !== 'site' && answer === 'network' && sizeBytes === undefined && redirectedTo === undefined;
}

function complete(entry: LedgerEntry, { status, sizeBytes, redirectedTo }: AnswerReport): LedgerEntry {
  return { ...entry, status: status ?? entry.status, sizeBytes, redirectedTo };
}

function noTallies(): Tallies {
  const none: Tally = { requests: 0, sizeBytes: 0, unsized: 0 };
  const answers = () => Object.fromEntries(ANSWERS.map((answer) => [answer, none]));
  // Every place and answer is named, which fromEntries does not tell.
  return Object.fromEntries(PLACES.map((place) => [place, answers()])) as Tallies;
}
