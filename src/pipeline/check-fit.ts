import type { Prompt } from '../core/prompt.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Row } from '../core/row.ts';
import type { Source } from '../core/source.ts';
import { OracleError } from '../oracle/oracle.ts';
import type { TokenCounter } from '../oracle/token-counter.ts';
import type { Store } from '../store/store.ts';
import { readIntact } from './intact-rows.ts';
import { previewQuestions, roomFor } from './prompt-preview.ts';
import { readRows } from './read-rows.ts';

/** Records of which the prompts are counted together: few enough to be stopped soon, and to keep a worker's memory small. */
const PAGE_ROWS = 16;

/** A record by what its prompt takes. */
export interface PromptSize {
  readonly ordinal: number;
  readonly promptTokens: number;
}

/** How far a check is and what it has found. */
export interface FitProgress {
  /** Records that were looked at, damaged ones among them. */
  readonly checked: number;
  readonly total: number;
  /** Records whose first prompt leaves too little room. They would be kept as too long. */
  readonly tooLong: number;
  /** Records that cannot be read any more, or whose text the model's template rejects. */
  readonly uncounted: number;
  /** The one with the largest prompt; undefined before any was counted. */
  readonly largest: PromptSize | undefined;
}

/** What is checked. */
export interface FitQuestion {
  readonly source: Source;
  /** Ordinals, ascending; absent means all. */
  readonly rows?: readonly number[] | undefined;
  readonly recipe: Recipe;
  readonly contextTokens: number;
}

/**
 * Counts the first prompt of each record and tells how many leave too little room, page by page; the last value is the whole. What later
 * phases read is written by the oracle and cannot be counted beforehand. Rejects with StoreError, OracleError or the signal's reason.
 */
export async function* checkFit(question: FitQuestion, store: Store, counter: TokenCounter, signal: AbortSignal): AsyncGenerator<FitProgress> {
  const { source, rows, recipe, contextTokens } = question;
  let progress: FitProgress = { checked: 0, total: rows?.length ?? source.rowCount, tooLong: 0, uncounted: 0, largest: undefined };
  yield progress;
  for (const { from, wanted } of pagesOf(source.rowCount, rows)) {
    signal.throwIfAborted();
    const page = await readIntact((start, limit) => readRows(store, source, start, limit), from, Math.min(PAGE_ROWS, source.rowCount - from));
    const items = page.items.filter(({ ordinal }) => !wanted || wanted.has(ordinal));
    const sizes = await countFirst(items, recipe, counter, signal);
    const largest = sizes.reduce<PromptSize | undefined>((most, size) => (most && most.promptTokens >= size.promptTokens ? most : size), progress.largest);
    const count = wanted?.size ?? Math.min(PAGE_ROWS, source.rowCount - from);
    const tooLong = sizes.filter(({ promptTokens }) => !roomFor(promptTokens, contextTokens, recipe).fits).length;
    progress = { ...progress, checked: progress.checked + count, tooLong: progress.tooLong + tooLong, uncounted: progress.uncounted + count - sizes.length, largest };
    yield progress;
  }
}

interface Page {
  readonly from: number;
  /** Absent means all of the page. */
  readonly wanted?: ReadonlySet<number>;
}

function* pagesOf(rowCount: number, rows: readonly number[] | undefined): Generator<Page> {
  if (!rows) {
    for (let from = 0; from < rowCount; from += PAGE_ROWS) yield { from };
    return;
  }
  for (let next = 0; next < rows.length; ) {
    const from = rows[next] ?? 0;
    const wanted = new Set<number>();
    for (let ordinal = rows[next]; ordinal !== undefined && ordinal < from + PAGE_ROWS; ordinal = rows[++next]) wanted.add(ordinal);
    yield { from, wanted };
  }
}

async function countFirst(rows: readonly Row[], recipe: Recipe, counter: TokenCounter, signal: AbortSignal): Promise<PromptSize[]> {
  const asked = rows.flatMap(({ ordinal, pair }) => previewQuestions(pair, recipe).slice(0, 1).map(({ prompt }) => ({ ordinal, prompt })));
  if (asked.length === 0) return [];
  const tokens = await countAround(asked.map(({ prompt }) => prompt), counter, signal);
  return asked.flatMap(({ ordinal }, place) => {
    const promptTokens = tokens[place];
    return promptTokens === undefined ? [] : [{ ordinal, promptTokens }];
  });
}

/** Counts around prompts that the template rejects, which are undefined. */
async function countAround(prompts: readonly Prompt[], counter: TokenCounter, signal: AbortSignal): Promise<(number | undefined)[]> {
  try {
    return await counter.countPrompts(prompts, signal);
  } catch (error) {
    if (!isRefused(error)) throw error;
    if (prompts.length <= 1) return [undefined];
  }
  const half = Math.ceil(prompts.length / 2);
  return [...(await countAround(prompts.slice(0, half), counter, signal)), ...(await countAround(prompts.slice(half), counter, signal))];
}

function isRefused(error: unknown): boolean {
  return error instanceof OracleError && error.code === 'prompt-refused';
}
