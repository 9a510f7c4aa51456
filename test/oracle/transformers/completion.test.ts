import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../src/core/answer.ts';
import { OracleError } from '../../../src/oracle/oracle.ts';
import { Completion, type CompletionTask } from '../../../src/oracle/transformers/completion.ts';
import type { Constraint } from '../../../src/oracle/transformers/constraint.ts';
import { Lanes } from '../../../src/oracle/transformers/lanes/lanes.ts';
import { UsageMeter } from '../../../src/oracle/usage-meter.ts';
import { END, ScriptedGraph } from './lanes/scripted-graph.ts';

const VOCABULARY = { decode: (tokens: number[]) => tokens.filter((token) => token !== END).join(''), endTokens: new Set([END]) };
const OPTIONS = { temperature: 0, topP: 1, seed: 0 };

/** The next token of a model that answers a prompt of rising tokens with the same in reverse, then ends. */
function reversing(text: readonly number[]): number {
  const written = Array.from(text.keys()).findLast((count) => count * 2 <= text.length && text.slice(-count).every((token, index) => token === text[text.length - count - 1 - index]));
  return text[text.length - 1 - 2 * (written ?? 0)] ?? END;
}

function lanesOf(count: number): Lanes {
  const graph = new ScriptedGraph({ next: reversing });
  return new Lanes({ graph, meter: new UsageMeter(), check: () => Promise.resolve() }, { count, layout: 'columns', equalLengths: false, holding: true, guessing: true });
}

/** Asks for a prompt of one-digit tokens in reverse. */
async function complete(lanes: Lanes, task: Partial<CompletionTask> & Pick<CompletionTask, 'promptTokens'>): Promise<Answer & { pieces: string }> {
  let pieces = '';
  const answer = await new Promise<Answer>((resolve, reject) => {
    const onText = (piece: string) => (pieces += piece);
    lanes.add(new Completion({ limit: 99, options: OPTIONS, ...task }, VOCABULARY, { onText, resolve, reject }));
  });
  return { ...answer, pieces };
}

/** Allows any token but these, a given number of times. */
class Avoiding implements Constraint {
  disposed = 0;
  readonly accepted: number[] = [];
  readonly #avoided: readonly number[];
  readonly #length: number;

  constructor(avoided: readonly number[], length: number) {
    this.#avoided = avoided;
    this.#length = length;
  }

  get complete(): boolean {
    return this.accepted.length >= this.#length;
  }

  async look(): Promise<void> {
    if (this.#avoided.length > 9) throw new Error('nothing is left');
  }

  narrow(logits: ArrayLike<number>, start: number, size: number): number[] {
    return Array.from({ length: size }, (_, token) => (this.#avoided.includes(token) ? -Infinity : (logits[start + token] ?? NaN)));
  }

  accept(token: number): void {
    this.accepted.push(token);
  }

  dispose(): void {
    this.disposed++;
  }
}

const prompt = [1, 2, 3, 4, 5, 6];

describe('a completion', () => {
  it('ends before the first stop text, across tokens, and streams nothing of it', async () => {
    const lanes = lanesOf(3);
    const [stopped, other, unstopped] = await Promise.all([
      complete(lanes, { promptTokens: prompt, options: { ...OPTIONS, stop: ['99', '32', '43'] } }),
      complete(lanes, { promptTokens: [7, 8] }),
      complete(lanes, { promptTokens: prompt, options: { ...OPTIONS, stop: ['15'] } }),
    ]);
    expect(stopped).toMatchObject({ text: '65', pieces: '65', finishReason: 'stop', newTokens: 4 });
    expect(other).toMatchObject({ text: '87', finishReason: 'stop' });
    expect(unstopped).toMatchObject({ text: '654321', pieces: '654321', finishReason: 'stop' });
  });

  it('keeps what only looked like a stop text when it ends or runs out of room', async () => {
    const lanes = lanesOf(1);
    const options = { ...OPTIONS, stop: ['219', '430'] };
    expect(await complete(lanes, { promptTokens: prompt, options })).toMatchObject({ text: '654321', finishReason: 'stop' });
    expect(await complete(lanes, { promptTokens: prompt, options, limit: 4 })).toMatchObject({ text: '6543', pieces: '6543', finishReason: 'length' });
  });

  it('writes in a form until that is complete, beside others', async () => {
    const lanes = lanesOf(2);
    const constraint = new Avoiding([END, 4], 4);
    const [formed, free] = await Promise.all([complete(lanes, { promptTokens: prompt, constraint }), complete(lanes, { promptTokens: prompt })]);
    // Once the 4 was not to be had, 9 is the likeliest of the others.
    expect(formed).toMatchObject({ text: '6599', finishReason: 'stop', newTokens: 4 });
    expect(free).toMatchObject({ text: '654321', newTokens: 7 });
    expect([constraint.accepted, constraint.disposed]).toEqual([[6, 5, 9, 9], 1]);
  });

  it('fails alone when nothing fits its form', async () => {
    const lanes = lanesOf(2);
    const constraint = new Avoiding([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 4);
    const formed = expect(complete(lanes, { promptTokens: prompt, constraint })).rejects.toEqual(new OracleError('prompt-refused', 'Error: nothing is left'));
    await expect(complete(lanes, { promptTokens: prompt })).resolves.toMatchObject({ text: '654321' });
    await formed;
    expect(constraint.disposed).toBe(1);
  });
});
