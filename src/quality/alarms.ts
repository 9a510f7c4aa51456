import type { CoherenceReport } from './coherence-report.ts';
import type { EditionReport } from './edition-report.ts';

/** From which change on an edition counts as having lost something. Chosen by us: neither paper states any. */
export const ALARM_BOUNDS = {
  /** Distinct-2 within segments of a thousand words falls to this share of what it was, or lower. */
  distinctShare: 0.9,
  /** The entropy of the root verbs falls by so many bits. */
  verbEntropyBits: 0.5,
  /** The share of near duplicates among all records rises by so much. */
  nearShare: 0.02,
  /** The mean cosine of instruction and response falls by so much. */
  cosine: 0.03,
} as const;

/** With fewer parsed instructions than this, the entropy of their verbs hangs on chance. */
const MIN_PARSED = 100;

/** With fewer records than this, a share or a mean does. */
const MIN_RECORDS = 30;

/** Something that the later of two editions has lost. `before` and `after` are in the measure's own unit: shares in [0, 1], bits, cosines. */
export interface Alarm {
  readonly kind: 'question-wording' | 'response-wording' | 'verbs' | 'near-duplicates' | 'coherence';
  readonly before: number;
  readonly after: number;
}

/** What was measured of one edition. */
export interface Described {
  readonly report: EditionReport;
  /** By the same embedder in both editions; undefined where it has not measured. */
  readonly coherence?: CoherenceReport | undefined;
}

/** Where diversity or coherence has fallen beyond {@link ALARM_BOUNDS}. What was not measured, or of too few records, raises none. */
export function alarmsBetween(before: Described, after: Described): Alarm[] {
  return [
    ...wordingAlarm('question-wording', before.report.distinct.question.segmented, after.report.distinct.question.segmented),
    ...wordingAlarm('response-wording', before.report.distinct.response.segmented, after.report.distinct.response.segmented),
    ...verbAlarm(before.report, after.report),
    ...duplicateAlarm(before.report, after.report),
    ...coherenceAlarm(before.coherence, after.coherence),
  ];
}

/** Records that repeat another, by all records; 0 of none. */
export function nearShare({ nearDuplicates: { near, records } }: Pick<EditionReport, 'nearDuplicates'>): number {
  return records === 0 ? 0 : near / records;
}

function wordingAlarm(kind: Alarm['kind'], before: readonly number[] | undefined, after: readonly number[] | undefined): Alarm[] {
  const [was, is] = [before?.[1], after?.[1]];
  return was !== undefined && is !== undefined && is <= ALARM_BOUNDS.distinctShare * was ? [{ kind, before: was, after: is }] : [];
}

function verbAlarm({ verbs: was }: EditionReport, { verbs: is }: EditionReport): Alarm[] {
  if (Math.min(was.parsed, is.parsed) < MIN_PARSED || is.entropyBits > was.entropyBits - ALARM_BOUNDS.verbEntropyBits) return [];
  return [{ kind: 'verbs', before: was.entropyBits, after: is.entropyBits }];
}

function duplicateAlarm(was: EditionReport, is: EditionReport): Alarm[] {
  if (Math.min(was.records, is.records) < MIN_RECORDS || nearShare(is) < nearShare(was) + ALARM_BOUNDS.nearShare) return [];
  return [{ kind: 'near-duplicates', before: nearShare(was), after: nearShare(is) }];
}

function coherenceAlarm(was: CoherenceReport | undefined, is: CoherenceReport | undefined): Alarm[] {
  if (!was || !is || Math.min(was.cosines.count, is.cosines.count) < MIN_RECORDS || is.cosines.mean > was.cosines.mean - ALARM_BOUNDS.cosine) return [];
  return [{ kind: 'coherence', before: was.cosines.mean, after: is.cosines.mean }];
}
