import type { LaneModel } from '../../../src/oracle/transformers/lanes.ts';
import type { Logits, TokenBatch } from '../../../src/oracle/transformers/token-batch.ts';

/** Ends an answer. */
export const END = 0;

const SIZE = 10;

/**
 * A model that answers a prompt with its own tokens in reverse, then ends. It computes each row from
 * what that row has read only, so a row that was mixed up with another answers wrongly.
 */
export class ScriptedModel implements LaneModel {
  /** Rows of each step so far, oldest first. */
  readonly steps: number[] = [];
  /** Batches begun and not yet disposed of. */
  openBatches = 0;
  shrinkable = true;
  /** Runs before each step. */
  beforeStep: () => void | Promise<void> = () => undefined;
  check: () => Promise<void> = () => Promise.resolve();

  begin = (prompts: readonly (readonly number[])[]): TokenBatch => {
    this.openBatches++;
    let rows = prompts.map((prompt) => ({ prompt, read: [] as number[] }));
    const step = async (): Promise<Logits> => {
      this.steps.push(rows.length);
      await this.beforeStep();
      return { data: rows.flatMap((row) => logitsFor(row)), size: SIZE };
    };
    return {
      shrinkable: this.shrinkable,
      read: async (between) => ((await between()) ? step() : undefined),
      append: (tokens) => {
        for (const [index, row] of rows.entries()) row.read.push(tokens[index] ?? -1);
        return step();
      },
      keep: (kept) => {
        rows = kept.map((index) => rows[index] ?? { prompt: [], read: [] });
      },
      dispose: () => this.openBatches--,
    };
  };
}

function logitsFor({ prompt, read }: { prompt: readonly number[]; read: readonly number[] }): number[] {
  const expected = prompt.toReversed();
  const rightSoFar = read.every((token, index) => token === expected[index]);
  const next = rightSoFar ? (expected[read.length] ?? END) : END;
  return Array.from({ length: SIZE }, (_, token) => Number(token === next));
}
