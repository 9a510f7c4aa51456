import type { Edition } from '../core/edition.ts';
import type { Measure, MeasureValue, Measuring } from '../core/measuring.ts';
import { type Pair, pairMark } from '../core/pair.ts';
import type { StudentTemplate } from '../core/recipe.ts';
import type { UnscoredReason } from '../core/score.ts';
import type { Store } from '../store/store.ts';
import { editionPages, openEdition, type OpenEdition } from './edition-pairs.ts';
import { ScoreFileError } from './score-file-error.ts';
import { readForeignRecords } from './score-file-reader.ts';
import { type ScoreRecord, trustedScores } from './score-file-record.ts';

/** A score file that has been read and found sound. */
export interface ScoreFile {
  readonly name: string;
  /** What it says of each record, by ordinal; one that it says nothing of is not in it, or has no score there. */
  readonly records: ReadonlyMap<number, ScoreRecord>;
  /** Lines or elements of the file. */
  readonly lineCount: number;
  /** The student and template that the file itself names. */
  readonly student: string | undefined;
  readonly template: StudentTemplate | undefined;
}

/** What became of a score file. Counts are of records. */
export interface ScoreImport {
  readonly measuring: Measuring;
  readonly stored: number;
  /** Texts that have no score, by reason; a record has up to two. */
  readonly unscored: Readonly<Partial<Record<UnscoredReason, number>>>;
  /** Records of the edition that the file says nothing of. */
  readonly absent: number;
}

/**
 * Reads a score file for a dataset of `rowCount` records. Its objects are the records in their order, as many as the dataset has;
 * where they name their `ordinal`, some may be missing. Rejects with ScoreFileError, or with the signal's reason.
 */
export async function readScoreFile(file: File, rowCount: number, signal: AbortSignal): Promise<ScoreFile> {
  const records = new Map<number, ScoreRecord>();
  let lineCount = 0;
  let named = 0;
  let last: ScoreRecord | undefined;
  for await (const { object, line } of readForeignRecords(file, signal)) {
    last = trustedScores(object, line);
    const ordinal = last.ordinal ?? lineCount;
    if (last.ordinal !== undefined && (ordinal >= rowCount || records.has(ordinal))) throw new ScoreFileError('bad-ordinal', line, String(ordinal));
    records.set(ordinal, last);
    lineCount += 1;
    if (last.ordinal !== undefined) named += 1;
  }
  if (named > 0 && named < lineCount) throw new ScoreFileError('bad-ordinal', 0);
  if (named === 0 && lineCount !== rowCount) throw new ScoreFileError('row-count', 0, `${lineCount}/${rowCount}`);
  return { name: file.name, records, lineCount, student: last?.student, template: last?.template };
}

/**
 * Stores a score file as a measuring of an edition, under the name that the person gives the student. Texts in the file must be
 * those of the records. Rejects with ScoreFileError `other-texts`, a StoreError, or the signal's reason; nothing of it is stored then.
 */
export async function importScores(file: ScoreFile, edition: Edition, student: { readonly name: string; readonly template: StudentTemplate }, store: Store, signal: AbortSignal): Promise<ScoreImport> {
  const open = await openEdition(edition, store);
  const { id: sourceId, rowCount } = open.source;
  const instrument = { kind: 'student', ...student } as const;
  const measuring: Measuring = { id: crypto.randomUUID(), sourceId, edition, instrument, rowCount, fileName: file.name, createdAtMs: Date.now() };
  await store.addMeasuring(measuring);
  try {
    return { measuring, ...(await putScores(file, open, measuring.id, store, signal)) };
  } catch (error) {
    await store.removeMeasuring(measuring.id).catch(() => undefined);
    throw error;
  }
}

async function putScores(file: ScoreFile, open: OpenEdition, measuringId: string, store: Store, signal: AbortSignal): Promise<Omit<ScoreImport, 'measuring'>> {
  const counts = { stored: 0, absent: 0, unscored: {} as Partial<Record<UnscoredReason, number>> };
  for await (const { rows } of editionPages(open, store, signal)) {
    const measures = rows.flatMap(({ ordinal, pair }): Measure[] => {
      const record = file.records.get(ordinal);
      if (record?.texts && !isOf(pair, record.texts)) throw new ScoreFileError('other-texts', record.line, String(ordinal));
      if (!record?.score) return [];
      const value: MeasureValue = { kind: 'pair', ...record.score };
      return [{ ordinal, pairMark: pairMark(pair), value }];
    });
    if (measures.length > 0) await store.putMeasures(measuringId, measures);
    counts.stored += measures.length;
    counts.absent += rows.length - measures.length;
    for (const reason of measures.flatMap(reasonsOf)) counts.unscored[reason] = (counts.unscored[reason] ?? 0) + 1;
  }
  return counts;
}

/** Spreadsheets and scripts drop the white space around a text. */
function isOf({ instruction, response }: Pair, texts: NonNullable<ScoreRecord['texts']>): boolean {
  return texts.instruction.trim() === instruction.trim() && texts.output.trim() === response.trim();
}

function reasonsOf({ value }: Measure): UnscoredReason[] {
  if (value.kind !== 'pair') return [];
  return [value.response, value.instruction].flatMap((score) => (score?.kind === 'unscored' ? [score.reason] : []));
}
