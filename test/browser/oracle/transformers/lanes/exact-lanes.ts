import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DeviceName } from '../../../../../src/core/run.ts';
import { OracleError } from '../../../../../src/oracle/oracle.ts';
import { Completion } from '../../../../../src/oracle/transformers/completion.ts';
import type { ModelGraph } from '../../../../../src/oracle/transformers/graph/model-graph.ts';
import { openGraph } from '../../../../../src/oracle/transformers/graph/open-graph.ts';
import { findLayout, type LayoutFinding } from '../../../../../src/oracle/transformers/lanes/find-layout.ts';
import { type LaneRules, Lanes } from '../../../../../src/oracle/transformers/lanes/lanes.ts';
import { env, InferenceSession, RUNTIME_FILES, Tensor } from '../../../../../src/oracle/transformers/onnxruntime.ts';
import { taskQueue } from '../../../../../src/oracle/transformers/next-task.ts';
import { UsageMeter } from '../../../../../src/oracle/usage-meter.ts';
import { randomModelFiles } from '../../../../random-model/model-files.ts';
import { type AttentionKind, type NumberFormat, TINY } from '../../../../random-model/model-shape.ts';
import { PlainReader } from '../../../../random-model/plain-reader.ts';

Object.assign(env.wasm, { wasmPaths: { ...RUNTIME_FILES }, numThreads: 1 });

/** As small as its tokenizer allows: what is tried does not hang on it. */
const SHAPE = { ...TINY, vocabularySize: 2048 };

/**
 * Two logits nearer to each other than this are level: sums are taken in another order when another number of tokens is read at once, and
 * which of the two wins is then no fault of the lanes. One token in a thousand.
 */
const LEVEL = 1e-3;

/** A token that ends an answer comes once in so many. */
const END_EVERY = 37;

/** What is asked: tokens that depend on `salt` behind the first `shared` of a beginning that all have, and the most that may be written. */
export interface Question {
  readonly shared: number;
  readonly own: number;
  readonly salt: number;
  readonly limit: number;
}

/** What the plain reader writes, and by how much each token leads the next best. */
export interface Expected {
  readonly tokens: readonly number[];
  readonly leads: readonly number[];
}

/** How much is tried: for weights of each seed `runs` random situations of up to `questions`, each answered with up to `limit` tokens. */
interface Extent {
  readonly seeds: readonly number[];
  readonly runs: number;
  readonly questions: number;
  readonly limit: number;
}

/** Random questions, of which many begin alike, and rules for the lanes. */
function situations({ questions, limit }: Extent) {
  const question: fc.Arbitrary<Question> = fc.record({
    shared: fc.constantFrom(0, 0, 40, 70),
    own: fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(20)),
    salt: fc.nat(1000),
    limit: fc.integer({ min: 1, max: limit }),
  });
  return fc.record({ questions: fc.array(question, { minLength: 1, maxLength: questions }), count: fc.integer({ min: 1, max: 5 }), holding: fc.boolean(), guessing: fc.boolean() });
}

/** What a model with this attention and these numbers finds of itself on a device, and that in random situations every answer is the one that it gives alone. */
export function itServesEachAsIfAlone(device: DeviceName, attention: AttentionKind, format: NumberFormat, finding: Omit<LayoutFinding, 'likeness'>, extent: Extent): void {
  it.each(extent.seeds)(`gives every lane what it gives alone: ${attention} attention in ${format}, weights %i`, { timeout: 300_000 }, async (seed) => {
    const { graph, reader } = await openModel(device, attention, format, seed);
    expect(await layoutOf(graph, format === 'q8')).toEqual({ ...finding, likeness: 'exact' });
    await fc.assert(
      fc.asyncProperty(situations(extent), async ({ questions, ...rules }) => {
        const answers = await askTogether(graph, questions, { ...rules, ...finding });
        for (const [index, one] of questions.entries()) expectSame(answers[index] ?? [], await reader(one));
      }),
      { numRuns: extent.runs },
    );
    await graph.release();
  });
}

/** What a graph finds of itself. */
export function layoutOf(graph: ModelGraph, grouping = false): Promise<LayoutFinding> {
  return findLayout(graph, promptOf({ shared: 0, own: 45, salt: 1 }), promptOf({ shared: 0, own: 12, salt: 2 }), grouping);
}

/** Opens a model, and beside it, always on the CPU, one of the same weights that reads everything alone. */
export async function openModel(device: DeviceName, attention: AttentionKind, format: NumberFormat, seed: number): Promise<{ graph: ModelGraph; reader: (question: Question) => Promise<Expected> }> {
  const files = randomModelFiles({ shape: SHAPE, attention, format, seed });
  const model = [...files].find(([path]) => path.endsWith('.onnx'))?.[1] ?? new Uint8Array();
  const open = (name: DeviceName) => InferenceSession.create(model, { executionProviders: [name], logSeverityLevel: 3 });
  const alone = new PlainReader(await open('wasm'), Tensor);
  const known = new Map<string, Promise<Expected>>();
  const reader = (one: Question) => {
    const key = JSON.stringify(one);
    const expected = known.get(key) ?? alone.goOn(promptOf(one), one.limit, isEnd);
    known.set(key, expected);
    return expected;
  };
  return { graph: await openGraph(await open(device), device), reader };
}

/** The tokens of a question. */
export function promptOf({ shared, own, salt }: Omit<Question, 'limit'>): number[] {
  const tokenOf = (place: number, of: number) => 300 + ((place * 379 + of * 1013) % 1500);
  return [...Array.from({ length: shared }, (_, place) => tokenOf(place, 0)), ...Array.from({ length: own }, (_, place) => tokenOf(place, salt + 1))];
}

function isEnd(token: number): boolean {
  return token % END_EVERY === 0;
}

/** Each token as a character of its own, so that texts tell tokens. */
export const VOCABULARY = {
  decode: (tokens: number[]) => String.fromCodePoint(...tokens.map((token) => 0x4e00 + token)),
  endTokens: new Set(Array.from({ length: SHAPE.vocabularySize }, (_, token) => token).filter(isEnd)),
};

/** What each is answered, token by token. Every second question comes while others are being answered. */
async function askTogether(graph: ModelGraph, questions: readonly Question[], rules: LaneRules): Promise<(readonly number[])[]> {
  const lanes = new Lanes({ graph, meter: new UsageMeter(), check: () => Promise.resolve() }, rules);
  const answers = questions.map((one, index) => ask(lanes, one, index % 2 === 0 ? undefined : 1 + index));
  try {
    return await Promise.all(answers);
  } finally {
    await lanes.end(new OracleError('closed'));
  }
}

/** With `afterTasks` only after so many tasks of the browser, in each of which the lanes go one step. */
async function ask(lanes: Lanes, one: Question, afterTasks = 0): Promise<readonly number[]> {
  const nextTask = taskQueue();
  for (let task = 0; task < afterTasks; task++) await nextTask();
  return new Promise((resolve, reject) => {
    const options = { temperature: 0, topP: 1, seed: 0, continuable: one.salt % 2 === 0 };
    const completion: Completion = new Completion({ promptTokens: promptOf(one), limit: one.limit, options }, VOCABULARY, { onText: () => undefined, resolve: () => resolve(completion.written), reject });
    lanes.add(completion);
  });
}

/** The same tokens, up to the first that does not lead clearly: what follows from either is right. */
export function expectSame(found: readonly number[], { tokens, leads }: Expected): void {
  const differs = tokens.findIndex((token, place) => found[place] !== token);
  const at = differs === -1 && found.length !== tokens.length ? Math.min(found.length, tokens.length) : differs;
  if (at !== -1 && (leads[at] ?? Infinity) < LEVEL) return;
  expect(found).toEqual(tokens);
}
