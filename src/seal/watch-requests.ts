import { type AnswerReport, Reporter, type RequestReport } from './request-reports.ts';
import type { Asker } from './seal.ts';

/** Of one attempt several policies may complain, one right after the other: the document's two and the header's. */
const SAME_ATTEMPT_MS = 50;

/** How requests begin that can be no others than GET. */
const GET_INITIATORS = ['navigation', 'script', 'link', 'css', 'img', 'iframe', 'frame', 'other'];

/**
 * Tells the ledger of the requests of this document or worker that the service worker did not see: those from before it was in
 * control, also from before this call, and those that the content policy blocked. Call once in each document and worker.
 * Gives what tells of the answer to a request of another host, by the address that was asked for: nobody else sees that.
 */
export function watchRequests(asker: Asker): (url: string, answer: Response) => void {
  const reporter = new Reporter();
  let answered = false;
  const take = (entry: PerformanceEntry) => {
    if (!(entry instanceof PerformanceResourceTiming) || !isHttp(entry.name)) return;
    answered ||= entry.workerStart > 0 || hasController();
    // The browser keeps quiet about the service worker's part in a request that failed.
    if (entry.workerStart === 0 && (entry.responseStatus > 0 || !answered)) reporter.report(entryReport(entry, asker));
  };
  const observer = new PerformanceObserver((list) => list.getEntries().forEach(take));
  // What fills a frame is told by the document that holds it. (For TypeScript a global scope is no window.)
  const types = (globalThis.top as unknown) === globalThis ? ['navigation', 'resource'] : ['resource'];
  for (const type of types) observer.observe({ type, buffered: true });
  const isRepeated = repetitionOfPolicies();
  globalThis.addEventListener('securitypolicyviolation', (event) => {
    if (event.disposition === 'enforce' && isHttp(event.blockedURI) && !isRepeated(event)) reporter.report(blockedReport(event.blockedURI, asker));
  });
  return (url, answer) => reporter.reportAnswer(answerReport(url, answer));
}

/** Workers cannot ask; there the first entry that the service worker had a part in tells. */
function hasController(): boolean {
  const container = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  return container?.controller != null;
}

function entryReport(entry: PerformanceResourceTiming, asker: Asker): Omit<RequestReport, 'id'> {
  return {
    atMs: performance.timeOrigin + entry.startTime,
    method: GET_INITIATORS.includes(entry.initiatorType) ? 'GET' : undefined,
    url: entry.name,
    asker: entry.initiatorType === 'navigation' ? 'browser' : asker,
    // Nothing travelled and yet there is a body: it came from the browser's own cache.
    answer: entry.transferSize === 0 && entry.decodedBodySize > 0 ? 'copy' : 'network',
    status: entry.responseStatus || undefined,
    sizeBytes: entry.encodedBodySize || entry.transferSize || undefined,
  };
}

function blockedReport(url: string, asker: Asker): Omit<RequestReport, 'id'> {
  return { atMs: Date.now(), method: undefined, url, asker, answer: 'blocked', status: undefined, sizeBytes: undefined };
}

function answerReport(url: string, { status, headers, redirected, url: finalUrl }: Response): AnswerReport {
  const announced = headers.get('content-length');
  return { url, status, sizeBytes: announced === null ? undefined : Number(announced), redirectedTo: redirected ? new URL(finalUrl).origin : undefined };
}

/** Each policy complains once of an attempt; a policy that has complained already tells of another attempt. */
function repetitionOfPolicies(): (event: SecurityPolicyViolationEvent) => boolean {
  let attempt = { what: '', atMs: 0, policies: new Set<string>() };
  return ({ blockedURI, effectiveDirective, originalPolicy, timeStamp }) => {
    const what = `${effectiveDirective} ${blockedURI}`;
    const repeated = what === attempt.what && timeStamp - attempt.atMs < SAME_ATTEMPT_MS && !attempt.policies.has(originalPolicy);
    if (!repeated) attempt = { what, atMs: timeStamp, policies: new Set() };
    attempt.policies.add(originalPolicy);
    return repeated;
  };
}

function isHttp(address: string): boolean {
  return /^(?:https?|wss?):/.test(address);
}
