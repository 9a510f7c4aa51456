import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../../src/core/answer.ts';
import type { AskOptions } from '../../../../src/core/prompt.ts';
import { OracleError } from '../../../../src/oracle/oracle.ts';
import { Completion } from '../../../../src/oracle/transformers/completion.ts';
import type { Reading, ReadingResult } from '../../../../src/oracle/transformers/graph/model-graph.ts';
import { type LaneRules, Lanes } from '../../../../src/oracle/transformers/lanes/lanes.ts';
import { UsageMeter } from '../../../../src/oracle/usage-meter.ts';
import { answerTo, END, ScriptedGraph } from './scripted-graph.ts';

const GREEDY: AskOptions = { temperature: 0, topP: 1, seed: 0, maxNewTokens: 99, minNewTokens: 1 };
const VOCABULARY = { decode: (tokens: number[]) => tokens.filter((token) => token !== END).join(''), endTokens: new Set([END]) };
const RULES: LaneRules = { count: 4, layout: 'columns', equalLengths: false, holding: false, guessing: false };

interface Asked {
  readonly answer: Promise<Answer>;
  readonly pieces: string[];
  giveUp(reason: Error): void;
}

function lanesOf(graph: ScriptedGraph, rules: Partial<LaneRules> = {}, check = () => Promise.resolve()): Lanes {
  return new Lanes({ graph, meter: new UsageMeter(), check }, { ...RULES, ...rules });
}

function ask(lanes: Lanes, promptTokens: readonly number[], limit = 99, { onText, continuable = false }: { onText?: () => void; continuable?: boolean } = {}): Asked {
  const pieces: string[] = [];
  let completion: Completion | undefined;
  const answer = new Promise<Answer>((resolve, reject) => {
    const note = (piece: string) => {
      pieces.push(piece);
      onText?.();
    };
    completion = new Completion({ promptTokens, limit, options: { ...GREEDY, continuable } }, VOCABULARY, { onText: note, resolve, reject });
    lanes.add(completion);
  });
  return { answer, pieces, giveUp: (reason) => completion?.fail(reason) };
}

const text = (tokens: readonly number[]) => VOCABULARY.decode([...tokens]);
const prompt = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 60 });
/** Prompts of which many begin alike. */
const prompts = fc.tuple(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 40, maxLength: 40 }), fc.nat(40)).map(([rules, shared]) => rules.slice(0, shared));
const rules = fc.record({ count: fc.integer({ min: 1, max: 8 }), layout: fc.constantFrom('columns', 'grouped-columns', 'rows'), holding: fc.boolean(), guessing: fc.boolean() });

/** Notes in which place of a group of four columns each row begins that goes on from what was read in one part. */
class PlacesGraph extends ScriptedGraph {
  override readonly readTokensMax = 64;
  readonly places = new Set<number>();

  override run(reading: Reading): Promise<ReadingResult> {
    for (const [row, { from }] of reading.spans.entries()) if ((reading.positions[row]?.[0] ?? 0) > 0) this.places.add(from % 4);
    return super.run(reading);
  }
}

describe('the lanes', () => {
  it('answer every prompt as if it were alone, however many come, whichever are given up and whatever they have in common', async () => {
    const asked = fc.record({
      prompt,
      shares: fc.boolean(),
      limit: fc.integer({ min: 1, max: 15 }),
      giveUpAfter: fc.option(fc.nat(10), { nil: undefined, freq: 3 }),
      continuable: fc.boolean(),
      arrivesAfter: fc.nat(30),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 20 }), prompts, rules, fc.boolean(), fc.boolean(), async (plans, prefix, { layout, ...others }, state, paddedRows) => {
        const graph = new ScriptedGraph({ layout, state, paddedRows });
        const lanes = lanesOf(graph, { layout, ...others });
        const given = new Error('given up');
        const outcomes = await Promise.all(
          plans.map(async ({ prompt: own, shares, limit, giveUpAfter, continuable, arrivesAfter }) => {
            for (let task = 0; task < arrivesAfter; task++) await new Promise(setImmediate);
            const whole = shares ? [...prefix, ...own] : own;
            const one = ask(lanes, whole, limit, { continuable, onText: () => one.pieces.length === giveUpAfter && one.giveUp(given) });
            if (giveUpAfter === 0) one.giveUp(given);
            return one.answer.then((answer) => ({ answer, whole, limit, one }), (reason: unknown) => ({ reason, whole, limit, one }));
          }),
        );
        for (const outcome of outcomes) {
          const expected = answerTo(outcome.whole, outcome.limit);
          if ('reason' in outcome) expect([outcome.reason, text(expected).startsWith(outcome.one.pieces.join(''))]).toEqual([given, true]);
          else expect([outcome.answer, outcome.one.pieces.join('')]).toMatchObject([{ text: text(expected), finishReason: expected.at(-1) === END ? 'stop' : 'length' }, text(expected)]);
        }
        await lanes.end(new OracleError('closed'));
        expect(graph.live.size).toBe(0);
        expect(Math.max(0, ...graph.runs.map(({ rows }) => rows))).toBeLessThanOrEqual(2 ** Math.ceil(Math.log2(others.count)));
      }),
      { numRuns: 150 },
    );
  });

  it('refill a lane as soon as it is done', async () => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 2 });
    const lengths = [12, 3, 3, 3, 3];
    const all = lengths.map((limit, index) => endless(index, limit));
    await Promise.all(all.map((one, index) => ask(lanes, one, lengths[index]).answer));
    const steps = graph.runs.filter(({ tokens }) => tokens === 1);
    // The first token of each comes out of reading; the long one needs eleven more, and has company until the short ones are used up.
    expect(steps.map(({ rows }) => rows)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1]);
  });

  it('give each text the place in groups of four columns that its prompt asks for, whoever comes and goes', async () => {
    const prompts = fc.array(fc.record({ groups: fc.integer({ min: 1, max: 9 }), limit: fc.integer({ min: 2, max: 15 }) }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(prompts, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 }), async (all, over, count) => {
        const graph = new PlacesGraph();
        const lanes = lanesOf(graph, { count, layout: 'grouped-columns', guessing: true });
        await Promise.all(all.map(({ groups, limit }, index) => ask(lanes, Array.from({ length: 4 * groups + over }, (_, place) => 1 + ((place * 7 + index) % 9)), limit).answer));
        for (const place of graph.places) expect(place).toBe((4 - over) % 4);
      }),
      { numRuns: 60 },
    );
  });

  it('let only texts of equal length share a step when the graph wants that', async () => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 4, equalLengths: true });
    const all = [endless(1, 4, 6), endless(2, 4, 6), endless(3, 4, 7), endless(4, 4, 8)];
    const answers = await Promise.all(all.map((one) => ask(lanes, one, 4).answer));
    expect(answers.map((answer) => answer.text)).toEqual(all.map((one) => text(answerTo(one, 4))));
    // The third joins the first two when they have written as much as it is longer; the fourth likewise.
    expect(graph.runs.filter(({ tokens }) => tokens === 1).map(({ rows }) => rows)).toEqual([2, 3, 4, 2, 1]);
  });

  it('read what prompts have in common once, and a conversation not again', async () => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 2, holding: true });
    const rulesText = Array.from({ length: 100 }, (_, index) => 1 + (index % 9));
    const heldOf = async (tokens: readonly number[], continuable = false) => (await ask(lanes, tokens, 5, { continuable }).answer).heldTokens;
    expect(await heldOf([...rulesText, 1, 2, 3])).toBe(0);
    expect(await heldOf([...rulesText, 4, 5])).toBe(0);
    const opening = [...rulesText, 6, 7, 8];
    expect(await heldOf(opening, true)).toBe(100);
    const answer = answerTo(opening, 5);
    // The last token of the answer was written, but never read; and cuts are at multiples of four.
    const readTokens = opening.length + answer.length - 1;
    expect(await heldOf([...opening, ...answer, 9, 9])).toBe(readTokens - (readTokens % 4));
  });

  it('write several tokens in a step of a lane that is alone, where its text suggests them', async () => {
    const cycle = [3, 1, 4, 1, 5, 9, 2, 6];
    for (const layout of ['columns', 'rows'] as const) {
      const graph = new ScriptedGraph({ layout, next: (text) => (text.length < 60 ? (cycle[text.length % 8] ?? 0) : END) });
      const lanes = lanesOf(graph, { layout, guessing: true });
      const prompt = Array.from({ length: 20 }, (_, index) => cycle[index % 8] ?? 0);
      const { text: written } = await ask(lanes, prompt).answer;
      expect(written).toBe('59263141'.repeat(5));
      // Forty tokens and the end, one from reading, then mostly five a step.
      expect(graph.runs.length - 5).toBeLessThanOrEqual(10);
      await lanes.end(new OracleError('closed'));
      expect(graph.live.size).toBe(0);
    }
  });

  it.each([
    [new RangeError('Array buffer allocation failed'), new OracleError('out-of-memory', 'RangeError: Array buffer allocation failed')],
    [new TypeError('no such kernel'), new OracleError('engine-failed', 'TypeError: no such kernel')],
  ])('go on after a step that failed: %s', async (failure, told) => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 2 });
    graph.beforeRun = () => {
      // Two prompts are read in two parts each; the next run is their first step together.
      if (graph.runs.length === 5) throw failure;
    };
    const all = [endless(1, 9), endless(2, 9), endless(3, 9)];
    const asked = all.map((one) => ask(lanes, one, 9).answer);
    for (const answer of asked.slice(0, 2)) await expect(answer).rejects.toEqual(told);
    await expect(asked[2]).resolves.toMatchObject({ text: text(answerTo(all[2] ?? [], 9)) });
    await lanes.end(new OracleError('closed'));
    expect(graph.live.size).toBe(0);
  });

  it('let a prompt that cannot be read fail alone', async () => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 2 });
    graph.beforeRun = () => {
      if (graph.runs.at(-1)?.tokens === 3) throw new TypeError('no such token');
    };
    const [well, ill] = [ask(lanes, endless(1, 9), 9).answer, ask(lanes, [1, 2, 3], 9).answer];
    await expect(ill).rejects.toEqual(new OracleError('engine-failed', 'TypeError: no such token'));
    await expect(well).resolves.toMatchObject({ newTokens: 9 });
  });

  it('fail what has no room in the batch, and serve on', async () => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 2 });
    let allocations = 0;
    graph.beforeAllocate = () => {
      // The first batch; the reading before it allocates a beginning and a part.
      if (++allocations === 3) throw new RangeError('Array buffer allocation failed');
    };
    await expect(ask(lanes, [1, 2], 9).answer).rejects.toMatchObject({ code: 'out-of-memory' });
    await expect(ask(lanes, endless(1, 9), 9).answer).resolves.toMatchObject({ newTokens: 9 });
    await lanes.end(new OracleError('closed'));
    expect(graph.live.size).toBe(0);
  });

  it('give up what they hold where the lanes need its room', async () => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 2, holding: true });
    await ask(lanes, endless(1, 9), 9, { continuable: true }).answer;
    expect(graph.live.size).toBeGreaterThan(0);
    let allocations = 0;
    graph.beforeAllocate = () => {
      // A beginning and two parts are for the reading; then there is no room for the lane beside what is held.
      if (++allocations === 4) throw new RangeError('Array buffer allocation failed');
    };
    await expect(ask(lanes, endless(2, 9), 9).answer).resolves.toMatchObject({ newTokens: 9 });
    await expect.poll(() => graph.live.size).toBe(0);
  });

  it('tell all prompts, now and later, when the model is lost', async () => {
    const graph = new ScriptedGraph();
    const lanes = lanesOf(graph, { count: 1 }, () => Promise.reject(new Error('device lost')));
    graph.beforeRun = () => Promise.reject(new Error('device lost'));
    const lost = new OracleError('worker-died', 'Error: device lost');
    const asked = [[1], [2]].map((prompt) => ask(lanes, prompt).answer);
    for (const answer of asked) await expect(answer).rejects.toEqual(lost);
    await expect(ask(lanes, [3]).answer).rejects.toEqual(lost);
  });

  it('reject what is asked and what is asked later once they are ended', async () => {
    const lanes = lanesOf(new ScriptedGraph(), { count: 1 });
    const asked = [[1, 2, 3], [4]].map((prompt) => ask(lanes, prompt).answer);
    const rejected = Promise.all(asked.map((answer) => expect(answer).rejects.toEqual(new OracleError('closed'))));
    await lanes.end(new OracleError('closed'));
    await rejected;
    await expect(ask(lanes, [5]).answer).rejects.toEqual(new OracleError('closed'));
  });
});

/** A prompt, the `number`th, whose answer does not end before `limit` tokens. */
function endless(number: number, limit: number, length = 6): number[] {
  for (let seed = number * 1000; ; seed++) {
    const tokens = Array.from({ length }, (_, index) => 1 + ((seed * (index + 3) * 7919) % 9));
    if (!answerTo(tokens, limit).includes(END)) return tokens;
  }
}
