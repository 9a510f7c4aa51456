import { isResultFilter, type ResultFilter } from '../quality/result-filter.ts';

/** The steps of the rail, in their order. */
export const STEPS = ['dataset', 'oracle', 'recipe', 'run', 'review', 'report', 'export'] as const;

/** One step of the rail. */
export type Step = (typeof STEPS)[number];

/** Steps that come before a run exists. */
export const DRAFT_STEPS = ['dataset', 'oracle', 'recipe'] as const satisfies readonly Step[];

/** A step that a dataset without a run can show. */
export type DraftStep = (typeof DRAFT_STEPS)[number];

/** What the review shows. */
export interface ReviewPlace {
  readonly filter: ResultFilter;
  /** The record in detail, counted from 0; undefined shows the list alone. */
  readonly ordinal: number | undefined;
}

/** The sections of the report, in their order. */
export const REPORT_SECTIONS = ['overview', 'measures', 'selection', 'diversity', 'coherence', 'judge', 'consistency', 'rounds', 'cost'] as const;

/** One section of the report. */
export type ReportSection = (typeof REPORT_SECTIONS)[number];

/** Screens whose address is one word. */
const SINGLE_SCREENS = ['import', 'privacy', 'models'] as const;

/** Where the person is. Written into the address after `#`, so that reload, back and bookmarks work. */
export type Route =
  | { readonly kind: 'home' }
  | { readonly kind: 'import' }
  /** What leaves this machine. */
  | { readonly kind: 'privacy' }
  /** The models on this machine. */
  | { readonly kind: 'models' }
  | { readonly kind: 'source'; readonly sourceId: string; readonly step: DraftStep }
  | { readonly kind: 'run'; readonly runId: string; readonly step: Exclude<Step, 'review' | 'report'> }
  | { readonly kind: 'run'; readonly runId: string; readonly step: 'review'; readonly place: ReviewPlace }
  | { readonly kind: 'run'; readonly runId: string; readonly step: 'report'; readonly section: ReportSection }
  | { readonly kind: 'unknown' };

/** The review's place when it is opened from the rail. */
export const REVIEW_START: ReviewPlace = { filter: 'all', ordinal: undefined };

/** The address of a route, from `#` on. `unknown` has none and leads home. */
export function formatRoute(route: Route): string {
  switch (route.kind) {
    case 'import':
    case 'privacy':
    case 'models':
      return `#/${route.kind}`;
    case 'source':
      return `#/source/${encodeURIComponent(route.sourceId)}/${route.step}`;
    case 'run':
      return `#/run/${encodeURIComponent(route.runId)}/${route.step}${formatQuery(route)}`;
    default:
      return '#/';
  }
}

/** Reads the part of an address from `#` on. What makes no sense becomes `unknown`. */
export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?');
  const [kind = '', id = '', step = '', ...rest] = path.split('/').map(decode);
  if (rest.length > 0) return { kind: 'unknown' };
  if (kind === '') return { kind: 'home' };
  if (isOneOf(SINGLE_SCREENS, kind) && id === '') return { kind };
  if (kind === 'source' && id !== '' && isOneOf(DRAFT_STEPS, step)) return { kind, sourceId: id, step };
  if (kind !== 'run' || id === '' || !isOneOf(STEPS, step)) return { kind: 'unknown' };
  if (step === 'report') return { kind, runId: id, step, section: parseSection(query) };
  return step === 'review' ? { kind, runId: id, step, place: parsePlace(query) } : { kind, runId: id, step };
}

/** The route of a step for a run. */
export function runRoute(runId: string, step: Step, place: ReviewPlace = REVIEW_START): Route {
  if (step === 'report') return reportRoute(runId, 'overview');
  return step === 'review' ? { kind: 'run', runId, step, place } : { kind: 'run', runId, step };
}

/** The route of a section of a run's report. */
export function reportRoute(runId: string, section: ReportSection): Route {
  return { kind: 'run', runId, step: 'report', section };
}

function formatQuery(route: Route & { kind: 'run' }): string {
  if (route.step === 'report') return route.section === 'overview' ? '' : `?section=${route.section}`;
  return route.step === 'review' ? formatPlace(route.place) : '';
}

function parseSection(query: string): ReportSection {
  const section = new URLSearchParams(query).get('section') ?? '';
  return isOneOf(REPORT_SECTIONS, section) ? section : 'overview';
}

function formatPlace({ filter, ordinal }: ReviewPlace): string {
  const query = new URLSearchParams();
  if (filter !== 'all') query.set('show', filter);
  // People count records from 1.
  if (ordinal !== undefined) query.set('record', String(ordinal + 1));
  return query.size === 0 ? '' : `?${query}`;
}

function parsePlace(query: string): ReviewPlace {
  const values = new URLSearchParams(query);
  const filter = values.get('show') ?? 'all';
  const record = Number(values.get('record') ?? NaN);
  return {
    filter: isResultFilter(filter) ? filter : 'all',
    ordinal: Number.isSafeInteger(record) && record > 0 ? record - 1 : undefined,
  };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function isOneOf<Value extends string>(values: readonly Value[], text: string): text is Value {
  return (values as readonly string[]).includes(text);
}
