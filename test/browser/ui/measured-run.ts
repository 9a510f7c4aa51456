import type { Outcome } from '../../../src/core/outcome.ts';
import type { Run } from '../../../src/core/run.ts';
import { importSource } from '../../../src/pipeline/import-source.ts';
import { PAPER_RECIPE } from '../../../src/reflection/recipes.ts';
import type { Store } from '../../../src/store/store.ts';

const TOPICS = ['rain', 'bridges', 'the Danube', 'bread', 'comets', 'chess', 'honey', 'glass'];
const TASKS = ['Explain', 'List three facts about', 'Write a poem about', 'Compare two kinds of', 'Tell a child about'];

const taskOf = (n: number) => `${TASKS[n % TASKS.length]} ${TOPICS[n % TOPICS.length]}.`;

/** A stored run of so many records over both phases: of each three, one was rewritten in both phases, one in phase 2 alone, and one not at all. */
export async function measuredRun(store: Store, rowCount: number): Promise<Run> {
  const records = Array.from({ length: rowCount }, (_, n) => ({ instruction: taskOf(n), input: n % 7 === 0 ? `Number ${n}` : '', output: n % 4 === 0 ? 'It is what it is.' : `${TOPICS[n % TOPICS.length]}: ${'good '.repeat(1 + (n % 9))}` }));
  const source = await importSource(new File([JSON.stringify(records)], 'topics.json'), store, () => undefined, new AbortController().signal);
  const { id: sourceId, name: sourceName, sha256: sourceSha256 } = source;
  const oracle = { engine: 'transformers', modelId: 'scripted', revision: '1', device: 'wasm', dtype: 'fp32', contextTokens: 4096, lanes: 2, practice: false } as const;
  const run: Run = { id: crypto.randomUUID(), sourceId, sourceName, sourceSha256, rowCount, recipe: PAPER_RECIPE, oracle, createdAtMs: Date.now() };
  await store.addRun(run);
  await Promise.all(records.flatMap((_, n) => outcomesOf(run.id, n)).map((outcome) => store.settle(outcome)));
  return run;
}

function outcomesOf(runId: string, ordinal: number): Outcome[] {
  const options = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 100, minNewTokens: 10 };
  const attempts = [{ raw: 'raw', finishReason: 'stop', promptTokens: 300, newTokens: 80, durationMs: 2000, options }] as const;
  const settled = (phase: Outcome['phase']) => ({ runId, ordinal, phase, attempts, critique: [] });
  const deeper = `${taskOf(ordinal)} Give ${2 + (ordinal % 5)} reasons and an example from daily life.`;
  const better = (instruction: string) => `${instruction} ${'Because it matters in daily life. '.repeat(1 + (ordinal % 6))}`;
  const rewritten = (phase: Outcome['phase'], instruction: string): Outcome => ({ ...settled(phase), status: 'rewritten', pair: { instruction, input: '', response: phase === 'response' ? better(instruction) : 'A first try.' } });
  const kept = (phase: Outcome['phase']): Outcome => ({ ...settled(phase), status: 'kept', reason: 'unchanged' });
  if (ordinal % 3 === 0) return [rewritten('instruction', deeper), rewritten('response', deeper)];
  return [kept('instruction'), ordinal % 3 === 1 ? rewritten('response', taskOf(ordinal)) : kept('response')];
}
