import type { LedgerEntry } from './seal.ts';

/** One request as the place that saw it tells of it; whose address it was is the ledger's to say. */
export interface RequestReport extends Omit<LedgerEntry, 'place'> {
  /** The same for the same request, however often it is told. */
  readonly id: string;
}

/** The answer to a request of another host: only who asked knows it, and neither the service worker nor the browser's measurements. */
export interface AnswerReport extends Pick<LedgerEntry, 'status' | 'sizeBytes' | 'redirectedTo'> {
  /** The address that was asked for. */
  readonly url: string;
}

/** What is said on the channel of requests. */
export type ReportMessage =
  | { readonly kind: 'requests'; readonly reports: readonly RequestReport[] }
  | { readonly kind: 'answer'; readonly report: AnswerReport }
  /** Asks everybody to tell all they remember. */
  | { readonly kind: 'tell' };

/** More than a page asks for while it opens; who listens later than that has no use for older ones. */
const REMEMBERED_MAX = 1_000;

/** The channel on which every document, worker and the service worker of this origin tell of their requests. */
export function reportChannel(): BroadcastChannel {
  return new BroadcastChannel('tain-requests');
}

/** Tells of requests as they are made, and again when a ledger that was opened later asks. */
export class Reporter {
  readonly #channel = reportChannel();
  readonly #remembered: RequestReport[] = [];
  readonly #name = crypto.getRandomValues(new Uint32Array(2)).join('-');
  #count = 0;

  constructor() {
    this.#channel.addEventListener('message', ({ data }: MessageEvent<ReportMessage>) => {
      if (data.kind === 'tell' && this.#remembered.length > 0) this.#post({ kind: 'requests', reports: this.#remembered });
    });
  }

  report(request: Omit<RequestReport, 'id'>): void {
    // What stands behind `#` stays in the browser.
    const url = request.url.replace(/#.*$/s, '');
    const report = { ...request, url, id: `${this.#name}-${this.#count++}` };
    this.#remembered.push(report);
    if (this.#remembered.length > REMEMBERED_MAX) this.#remembered.shift();
    this.#post({ kind: 'requests', reports: [report] });
  }

  reportAnswer(report: AnswerReport): void {
    this.#post({ kind: 'answer', report });
  }

  #post(message: ReportMessage): void {
    this.#channel.postMessage(message);
  }
}
