import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreItems } from '../../../../src/oracle/transformers/scores/score-items.ts';
import type { Score, ScoreItem } from '../../../../src/oracle/student.ts';
import { expectedLogLikelihood, ScriptedGraph } from './scripted-graph.ts';

/** A letter is a token; `~` is one that the model has no numbers for. */
const encode = (text: string) => Array.from(text, (letter) => (letter === '~' ? 99 : (letter.codePointAt(0) ?? 0) % 11));
const BEGIN = [11];
const CONTEXT_TOKENS = 120;
const LONG_CONTEXT = 'abcab'.repeat(16);

const pause = () => Promise.resolve();

interface Setting {
  readonly graph?: ScriptedGraph;
  readonly stepTokensMax?: number;
  readonly sideBySide?: boolean;
  readonly between?: () => Promise<void>;
}

async function score(items: readonly ScoreItem[], { graph = new ScriptedGraph(16), stepTokensMax = 64, sideBySide = true, between = pause }: Setting = {}): Promise<Score[]> {
  const scores: Score[] = [];
  const texts = { encode, begin: BEGIN, contextTokens: CONTEXT_TOKENS };
  for await (const { scored } of scoreItems(items, texts, { graph, stepTokensMax, sideBySide }, between)) {
    for (const { index, score } of scored) {
      if (index in scores) throw new Error('scored twice');
      scores[index] = score;
    }
  }
  return scores;
}

function expectedScore({ target, contexts }: ScoreItem): Score {
  const room = CONTEXT_TOKENS - Math.max(...contexts.map((context) => context.length)) - 1;
  if (target.length === 0) return { kind: 'unscored', reason: 'empty-target' };
  if (room < 1) return { kind: 'unscored', reason: 'no-room' };
  const kept = encode(target).slice(0, room);
  return { kind: 'scored', tokens: kept.length, cutTokens: target.length - kept.length, logLikelihoods: contexts.map((context) => expectedLogLikelihood([...BEGIN, ...encode(context)], kept)) };
}

const text = (maxLength: number) => fc.string({ unit: fc.constantFrom(...'abcdefghijk'), maxLength });
const someContexts = fc.oneof(fc.constantFrom('', LONG_CONTEXT), text(125));
const someItems = fc.array(fc.record({ target: text(125), contexts: fc.array(someContexts, { minLength: 1, maxLength: 3 }) }), { maxLength: 40 });

/** Equal but for rounding. */
function expectClose(scores: readonly Score[], expected: readonly Score[]): void {
  const rounded = (all: readonly Score[]) => all.map((one) => (one.kind === 'scored' ? { ...one, logLikelihoods: one.logLikelihoods.map((value) => Number(value.toFixed(6)) + 0) } : one));
  expect(rounded(scores)).toEqual(rounded(expected));
}

describe('scoring items', () => {
  it('gives each its score by definition, whatever stands beside it, and frees all that it held', async () => {
    await fc.assert(
      fc.asyncProperty(someItems, fc.integer({ min: 33, max: 200 }), fc.integer({ min: 4, max: 80 }), fc.boolean(), async (items, stepTokensMax, readTokensMax, sideBySide) => {
        const graph = new ScriptedGraph(readTokensMax);
        expectClose(await score(items, { graph, stepTokensMax, sideBySide }), items.map(expectedScore));
        expect(graph.live.size).toBe(0);
      }),
    );
  });

  it('goes window by window through many items', async () => {
    const items = Array.from({ length: 300 }, (_, index): ScoreItem => ({ target: 'abcdefgh'.slice(index % 8), contexts: ['', 'kj'.repeat(index % 5)] }));
    const graph = new ScriptedGraph(64);
    expectClose(await score(items, { graph }), items.map(expectedScore));
    expect(graph.runs.length).toBeLessThan(items.length / 2);
  });

  it('reads a long context once that many targets have', async () => {
    const items = Array.from({ length: 100 }, (_, index): ScoreItem => ({ target: 'cde'.repeat(1 + (index % 3)), contexts: [LONG_CONTEXT] }));
    const graph = new ScriptedGraph(16);
    expectClose(await score(items, { graph }), items.map(expectedScore));
    const readFromNothing = graph.runs.filter(({ held }) => held === 0);
    expect(readFromNothing).toHaveLength(1);
    expect(graph.live.size).toBe(0);
  });

  it('reads no more tokens at once than a step may hold, however long a text', async () => {
    const graph = new ScriptedGraph(512);
    const texts = { encode, begin: BEGIN, contextTokens: 4000 };
    const items = [{ target: 'abcdefghijk'.repeat(250), contexts: ['', 'abc'.repeat(100)] }, { target: 'abc', contexts: [''] }];
    const tokens: number[] = [];
    for await (const { scored } of scoreItems(items, texts, { graph, stepTokensMax: 256, sideBySide: true }, pause)) for (const { score } of scored) if (score.kind === 'scored') tokens.push(score.tokens);
    expect(tokens.sort((one, other) => one - other)).toEqual([3, 2750]);
    expect(Math.max(...graph.runs.map(({ rows, width }) => rows * width))).toBeLessThanOrEqual(256);
  });

  it('says so where there are no numbers, and scores the others', async () => {
    const items = [{ target: 'abc', contexts: ['', '~'] }, { target: 'abc', contexts: [''] }];
    expectClose(await score(items), [{ kind: 'unscored', reason: 'not-finite' }, expectedScore({ target: 'abc', contexts: [''] })]);
  });

  it('goes on with less at once where memory runs out', async () => {
    const graph = new ScriptedGraph(64);
    graph.beforeRun = (rows, width) => {
      if (rows * width > 40) throw new Error('std::bad_alloc');
    };
    const items = Array.from({ length: 30 }, (_, index): ScoreItem => ({ target: 'abcdefghijk'.repeat(1 + (index % 4)), contexts: ['', 'aa'] }));
    expectClose(await score(items, { graph, stepTokensMax: 128 }), items.map(expectedScore));
    expect(graph.live.size).toBe(0);
  });

  it.each([
    ['there is next to no memory', 'std::bad_alloc'],
    ['the engine fails', 'broken'],
  ])('fails when %s, and frees all that it held', async (_, message) => {
    const graph = new ScriptedGraph(16);
    graph.beforeRun = () => {
      if (graph.runs.length > 3) throw new Error(message);
    };
    await expect(score([{ target: 'abcdefghijk'.repeat(4), contexts: ['', 'a'] }], { graph })).rejects.toThrow(message);
    expect(graph.live.size).toBe(0);
  });

  it('stops between two runs, also within a long text', async () => {
    const graph = new ScriptedGraph(8);
    const between = () => (graph.runs.length < 3 ? Promise.resolve() : Promise.reject(new Error('enough')));
    await expect(score([{ target: 'abcdefghijk'.repeat(5), contexts: [''] }], { graph, between })).rejects.toThrow('enough');
    expect(graph.runs).toHaveLength(3);
    expect(graph.live.size).toBe(0);
  });
});
