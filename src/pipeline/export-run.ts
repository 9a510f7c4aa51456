import { type Decision, groupByRow, type Outcome, resultPair } from '../core/outcome.ts';
import type { SourceRecord } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import type { ContainerName, Source } from '../core/source.ts';
import { CONTAINERS } from '../formats/containers/containers.ts';
import { SHAPES, toRow } from '../formats/shapes/shapes.ts';
import { type Store, StoreError } from '../store/store.ts';
import type { ExportDamage, FileProgress } from './desk.ts';
import { pageRowsOf, readIntact, readIntactDecisions } from './intact-rows.ts';

/** How an export is watched. */
export interface ExportWatch {
  readonly onProgress: (progress: FileProgress) => void;
  /** Called for each row, by ordinal, whose stored data is damaged, with what became of it. */
  readonly onDamage: (ordinal: number, fate: keyof ExportDamage) => void;
}

interface ExportJob {
  readonly run: Run;
  readonly source: Source;
  readonly store: Store;
  readonly onDamage: ExportWatch['onDamage'];
  readonly rows: ReadonlySet<number> | undefined;
  readonly signal: AbortSignal;
}

/**
 * The bytes of a run's recycled dataset, page by page: every row of the source in order, or only those among `rows`, with the pair
 * that its outcomes so far give it. Damage costs only the rows it hit, see {@link ExportDamage}.
 * Throws StoreError, or the signal's reason.
 */
export async function* exportRun(
  runId: string,
  containerName: ContainerName,
  store: Store,
  { onProgress, onDamage }: ExportWatch,
  signal: AbortSignal,
  rows?: ReadonlySet<number>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const run = await store.run(runId);
  const source = await store.source(run.sourceId);
  if (source.sha256 !== run.sourceSha256) throw new StoreError('damaged', `run ${runId} was made for other data than ${source.name}`);
  let rowCount = 0;
  let doneBytes = 0;
  const pages = counted(recycledPages({ run, source, store, onDamage, rows, signal }), (records) => (rowCount += records));
  for await (const bytes of CONTAINERS[containerName].write(pages)) {
    doneBytes += bytes.length;
    onProgress({ doneBytes, totalBytes: undefined, rowCount });
    yield bytes;
  }
}

/** `alpaca.json` becomes `alpaca.recycled.jsonl`, or `alpaca.selected.jsonl` for a part of it; what a practice oracle wrote says so in its name. */
export function exportName(run: Run, container: ContainerName, part = false): string {
  const stem = run.sourceName.replace(/\.[^.]*$/, '') || 'dataset';
  return `${stem}${run.oracle.practice ? '.practice' : ''}.${part ? 'selected' : 'recycled'}.${container}`;
}

async function* recycledPages(job: ExportJob): AsyncGenerator<Uint8Array[]> {
  const pageRows = pageRowsOf(job.source);
  for (let from = 0; from < job.source.rowCount; from += pageRows) {
    job.signal.throwIfAborted();
    yield await recycledPage(job, from, Math.min(pageRows, job.source.rowCount - from));
  }
}

async function recycledPage({ run, source, store, onDamage, rows }: ExportJob, from: number, limit: number): Promise<Uint8Array[]> {
  const [records, outcomes, decisions] = await Promise.all([
    readIntact((start, count) => store.records(source.id, start, count), from, limit),
    readIntact((start, count) => store.outcomes(run.id, start, count), from, limit),
    readIntactDecisions(store, run.id, from, limit),
  ]);
  if (records.items.length + records.damaged.length !== limit) throw new StoreError('damaged', `source ${source.id}: rows missing from ${from} on`);
  const leftOut = new Set(records.damaged);
  const isWanted = (ordinal: number) => !rows || rows.has(ordinal);
  for (const ordinal of leftOut) if (isWanted(ordinal)) onDamage(ordinal, 'leftOut');
  const asOriginals = new Set([...outcomes.damaged, ...decisions.damaged]);
  for (const ordinal of asOriginals) if (isWanted(ordinal) && !leftOut.has(ordinal)) onDamage(ordinal, 'asOriginals');
  const byRow = groupByRow(outcomes.items);
  // Where the person's word cannot be read, their record is not changed on their behalf.
  const decided = new Map<number, Decision>([...decisions.items, ...decisions.damaged.map((ordinal) => [ordinal, 'original'] as const)]);
  return records.items.filter(({ ordinal }) => isWanted(ordinal)).map((record) => recycledRecord(record, byRow.get(record.ordinal) ?? [], decided.get(record.ordinal), source));
}

function recycledRecord(record: SourceRecord, outcomes: readonly Outcome[], decision: Decision | undefined, source: Source): Uint8Array {
  const shape = SHAPES[source.shape];
  const row = toRow(record, shape);
  if (typeof row === 'string') throw new StoreError('damaged', `source ${source.id}, row ${record.ordinal}: ${row}`);
  return shape.fromPair(record.bytes, resultPair(row.pair, outcomes, decision));
}

async function* counted(pages: AsyncIterable<Uint8Array[]>, onPage: (records: number) => void): AsyncGenerator<Uint8Array[]> {
  for await (const page of pages) {
    onPage(page.length);
    yield page;
  }
}
