import { WeightError, type WeightErrorCode } from '../shelf.ts';

/** A failure that may pass: the request can be repeated. */
export class PassingFailure extends Error {
  /** How long the host asks to wait, in milliseconds; undefined when it does not say. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Longer than this no host is waited for; it is then asked again all the same, and at last given up. */
const MAX_WAIT_MS = 120_000;

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;

/**
 * The content of a successful answer. Throws PassingFailure when a repetition may do better, else WeightError `not-found`, `refused`
 * or, for a web page in place of the file, `offline`: sign-in pages of public networks answer everything with success.
 */
export function bodyOf(response: Response, path: string): Body {
  const { status, headers, body } = response;
  if (status >= 500 || status === 429 || status === 408) throw new PassingFailure(`HTTP ${status}`, retryAfterMs(headers));
  if (status !== 200 && status !== 206) throw new WeightError(codeOf(response), `${path}: HTTP ${status}`);
  if (headers.get('content-type')?.startsWith('text/html')) throw new WeightError('offline', `${path}: a web page came in its place`);
  if (!body) throw new PassingFailure('the answer has no body');
  return body;
}

/** The hub answers 401 for what does not exist too, and says so in a header of its own. */
function codeOf({ status, headers }: Response): WeightErrorCode {
  const reason = headers.get('x-error-code') ?? '';
  const absent = status === 404 || status === 410 || /^(?:Repo|Revision|Entry)NotFound$/.test(reason);
  return absent ? 'not-found' : 'refused';
}

function retryAfterMs(headers: Headers): number | undefined {
  const text = headers.get('retry-after');
  if (text === null) return undefined;
  const waitMs = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isNaN(waitMs) ? undefined : Math.min(Math.max(0, waitMs), MAX_WAIT_MS);
}

/** First byte and whole size of the range that an answer holds; undefined when it is the whole, or when the host hides it. */
export function contentRange({ headers }: Response): { readonly fromByte: number; readonly totalBytes: number | undefined } | undefined {
  const { from, total } = /^bytes (?<from>\d+)-\d+\/(?<total>\d+|\*)$/.exec(headers.get('content-range') ?? '')?.groups ?? {};
  if (from === undefined) return undefined;
  return { fromByte: Number(from), totalBytes: total === undefined || total === '*' ? undefined : Number(total) };
}
