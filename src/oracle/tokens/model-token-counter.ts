import type { Prompt } from '../../core/prompt.ts';
import type { OracleSpec } from '../../core/run.ts';
import { OracleError } from '../oracle.ts';
import type { TokenCounter } from '../token-counter.ts';
import { taskQueue } from '../transformers/next-task.ts';
import { loadModelTokens } from './load-model-tokens.ts';
import type { ModelTokens } from './model-tokens.ts';

/** Between two looks for an abort: some milliseconds of work with texts of usual length. */
const TEXTS_AT_ONCE = 16;

/** A token counter inside its worker. Loads one tokenizer in its life. */
export class ModelTokenCounter implements TokenCounter {
  readonly #nextTask = taskQueue();
  #tokens: ModelTokens | undefined;

  async load(spec: OracleSpec, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const tokens = await loadModelTokens(spec);
    signal.throwIfAborted();
    this.#tokens = tokens;
  }

  countPrompts(prompts: readonly Prompt[], signal: AbortSignal): Promise<number[]> {
    return this.#count(prompts, ({ ofPrompt }) => ofPrompt, signal);
  }

  countTexts(texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    return this.#count(texts, ({ ofText }) => ofText, signal);
  }

  close(): Promise<void> {
    this.#tokens = undefined;
    return Promise.resolve();
  }

  async #count<Item>(items: readonly Item[], wayOf: (tokens: ModelTokens) => (item: Item) => number, signal: AbortSignal): Promise<number[]> {
    if (!this.#tokens) throw new OracleError('closed', 'no tokenizer is loaded');
    const count = wayOf(this.#tokens);
    const counts: number[] = [];
    for (const [index, item] of items.entries()) {
      if (index % TEXTS_AT_ONCE === 0) await this.#nextTask();
      signal.throwIfAborted();
      counts.push(count(item));
    }
    return counts;
  }
}
