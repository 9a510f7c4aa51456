import type { Edition } from '../core/edition.ts';
import type { Instrument, MeasureValue, Measuring } from '../core/measuring.ts';
import type { PairScore, TextScore } from '../core/score.ts';
import { ifdOf, perplexity, reverseIfdOf } from '../quality/ifd.ts';
import type { Store } from '../store/store.ts';
import type { ExportedFile } from './desk.ts';
import { editionPages, openEdition } from './edition-pairs.ts';
import { presentValues } from './measurings.ts';

/** `records`: one object a record with named figures. `upstream`: `{"ppl": [...], "loss": [...]}` a record, as the paper's code writes and reads it. */
export type ScoreFileForm = 'records' | 'upstream';

/**
 * What a student or an embedder has found of an edition as JSON lines, one for each record of the source, in order. Records that are not
 * part of the edition, and values of texts that have changed since, are lines without figures. Rejects with a StoreError or the signal's reason.
 */
export async function exportScores(measuring: Measuring, form: ScoreFileForm, store: Store, signal: AbortSignal): Promise<ExportedFile> {
  const open = await openEdition(measuring.edition, store);
  const parts: string[] = [];
  let next = 0;
  const write = (end: number, values?: ReadonlyMap<number, MeasureValue>) => {
    const lines = Array.from({ length: end - next }, (_, place) => `${lineOf(next + place, values?.get(next + place), measuring.instrument, form)}\n`);
    parts.push(lines.join(''));
    next = end;
  };
  for await (const page of editionPages(open, store, signal)) {
    const values = await presentValues(measuring.id, page, store);
    write((page.rows.at(-1)?.ordinal ?? next - 1) + 1, values);
  }
  write(measuring.rowCount);
  return { name: fileName(open.source.name, measuring, form), bytes: new Blob(parts, { type: 'application/jsonl' }) };
}

function lineOf(ordinal: number, value: MeasureValue | undefined, instrument: Instrument, form: ScoreFileForm): string {
  if (form === 'upstream') return upstreamLine(value);
  const { name } = instrument;
  const by = instrument.kind === 'student' ? { student: name, template: instrument.template } : { [instrument.kind]: name };
  return JSON.stringify({ ordinal, ...by, ...figuresOf(value) });
}

function figuresOf(value: MeasureValue | undefined): object {
  switch (value?.kind) {
    case undefined:
    case 'review':
      return {};
    case 'pair':
      return { ifd_ppl: ifdOf(value), rifd_ppl: reverseIfdOf(value), ...textFigures('A', value.response), ...textFigures('Q', value.instruction) };
    case 'coherence':
      return { coherence: value.cosine, cut_tokens: value.cutTokens };
    case 'unscored':
      return { reason: value.reason };
  }
}

/** Names as in upstream's data with analysis: A is the response, Q the instruction. */
function textFigures(letter: 'A' | 'Q', score: PairScore['response']): object {
  if (score?.kind === 'unscored') return { [`reason_${letter}`]: score.reason };
  if (score?.kind !== 'scored') return {};
  const { lossAlone, lossGiven, tokens, cutTokens } = score;
  // Scores from a file that does not tell how many tokens there were are not to say none.
  const counts = tokens + cutTokens === 0 ? {} : { [`tokens_${letter}`]: tokens, [`cut_tokens_${letter}`]: cutTokens };
  return { [`loss_${letter}_direct`]: lossAlone, [`loss_${letter}_condition`]: lossGiven, ...counts };
}

/**
 * In the order of upstream's lists: the instruction alone, the response alone, the instruction given the response, the response given
 * the instruction. An empty object where there is no score; NaN, as Python writes and reads it, where one text has none.
 * Source: tianyi-lab/Reflection_Tuning, selection_code/data_analysis.py.
 */
function upstreamLine(value: MeasureValue | undefined): string {
  if (value?.kind !== 'pair') return '{}';
  const { instruction, response } = value;
  if (instruction?.kind !== 'scored' && response?.kind !== 'scored') return '{}';
  const losses = [loss(instruction, 'lossAlone'), loss(response, 'lossAlone'), loss(instruction, 'lossGiven'), loss(response, 'lossGiven')];
  return `{"ppl": [${losses.map((nats) => python(perplexity(nats))).join(', ')}], "loss": [${losses.map(python).join(', ')}]}`;
}

function loss(score: PairScore['response'], which: keyof Pick<TextScore, 'lossAlone' | 'lossGiven'>): number {
  return score?.kind === 'scored' ? score[which] : NaN;
}

function python(value: number): string {
  return String(value);
}

const EDITION_WORDS: Readonly<Record<Edition['kind'], string>> = { original: 'original', 'after-instruction': 'after-phase-1', recycled: 'recycled' };

function fileName(sourceName: string, { edition, instrument }: Measuring, form: ScoreFileForm): string {
  const stem = sourceName.replace(/\.[^.]*$/, '') || 'dataset';
  const model = instrument.name.replaceAll(/[^\w.-]+/g, '-').replaceAll(/^-|-$/g, '');
  return `${stem}.${EDITION_WORDS[edition.kind]}.${model}.${form === 'upstream' ? 'analysis' : 'scores'}.jsonl`;
}
