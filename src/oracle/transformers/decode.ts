import type { Completion } from './completion.ts';
import type { BeginBatch, TokenBatch } from './token-batch.ts';

/**
 * Writes some completions side by side, each to its own end. Resolves when none of them is open any more.
 * `nextTask` is awaited before each step of the model, so that aborts are seen. Rejects when the
 * model fails; the completions that are open then are the caller's to settle.
 */
export async function decodeTogether(completions: readonly Completion[], begin: BeginBatch, nextTask: () => Promise<void>): Promise<void> {
  const wanted = async () => {
    await nextTask();
    return completions.some((completion) => completion.open);
  };
  const batch = begin(completions.map((completion) => completion.promptTokens));
  try {
    for (const completion of completions) completion.start();
    let rows = completions;
    let logits = await whilePreparing(rows, batch.read(wanted));
    while (logits) {
      for (const [row, completion] of rows.entries()) completion.advance(logits, row);
      if (!(await wanted())) return;
      rows = dropSettled(rows, batch);
      logits = await whilePreparing(rows, batch.append(rows.map((completion) => completion.lastToken)));
    }
  } finally {
    batch.dispose();
  }
}

/** Lets completions get ready for the next token while the model computes it: a GPU does not need the processor for that. */
async function whilePreparing<Result>(completions: readonly Completion[], step: Promise<Result>): Promise<Result> {
  const preparing = completions.flatMap((completion) => completion.prepare() ?? []);
  if (preparing.length === 0) return step;
  const [result] = await Promise.all([step, ...preparing]);
  return result;
}

/** Leaves settled rows out once they are half of all: leaving out costs a copy of the whole memory, carrying on costs a share of each step. */
function dropSettled(rows: readonly Completion[], batch: TokenBatch): readonly Completion[] {
  const open = [...rows.keys()].filter((row) => rows[row]?.open);
  if (!batch.shrinkable || open.length * 2 > rows.length) return rows;
  batch.keep(open);
  return rows.filter((completion) => completion.open);
}
