import type { PhaseName } from '../../core/outcome.ts';
import type { Row } from '../../core/row.ts';
import type { OracleSpec } from '../../core/run.ts';
import type { Recipe } from '../../core/recipe.ts';
import type { Source } from '../../core/source.ts';
import { OracleError } from '../../oracle/oracle.ts';
import { type AnswerRoom, roomFor } from '../../pipeline/prompt-preview.ts';
import { readRows } from '../../pipeline/read-rows.ts';
import type { Store } from '../../store/store.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { type QuestionParts, questionParts, textInSlot } from '../prompt-parts.ts';
import type { PromptCounter } from './recipe-counter.ts';
import { Resource } from './resource.svelte.ts';

/** So long a recipe has to stay as it is before its prompt is counted. */
const SETTLE_MS = 250;

/** What a prompt takes of the context and what it leaves, in tokens of the oracle's own. */
export interface PromptCount {
  readonly contextTokens: number;
  readonly promptTokens: number;
  /** The record between its markers. */
  readonly recordTokens: number;
  /** All else: rules, markers, and what the chat template puts around. */
  readonly rulesTokens: number;
  readonly room: AnswerRoom;
}

/** What came of counting. `no-weights`: the oracle is not on this machine yet. `refused`: its template rejects this text. */
export type CountEnd =
  | { readonly kind: 'counted'; readonly count: PromptCount }
  | { readonly kind: 'no-weights' | 'refused' }
  | { readonly kind: 'failed'; readonly failure: Failure };

interface Inputs {
  readonly recipe: () => Recipe;
  /** Undefined while none is chosen. */
  readonly oracle: () => OracleSpec | undefined;
}

/** A record as the oracle will be asked about it with the recipe as it stands, counted shortly after each change. Make it while a component is being set up. */
export class RecipePreview {
  /** Of the record that is shown, counted from 0. */
  ordinal = $state(0);
  phase = $state<PhaseName>('instruction');
  /** Undefined before the first count, and when there is nothing to count. It stays until the next one has come. */
  end = $state.raw<CountEnd | undefined>();
  counting = $state(false);
  readonly row: Resource<Row | undefined>;
  readonly questions: readonly QuestionParts[] = $derived.by(() => this.#questions());
  /** That of the chosen phase, or the first there is. */
  readonly question: QuestionParts | undefined = $derived.by(() => this.questions.find(({ phase }) => phase === this.phase) ?? this.questions[0]);
  readonly #inputs: Inputs;
  readonly #counter: PromptCounter;

  constructor(source: Source, store: Store, counter: PromptCounter, inputs: Inputs) {
    this.#inputs = inputs;
    this.#counter = counter;
    this.row = new Resource(async () => (await readRows(store, source, this.ordinal, 1))[0]);
    $effect(() => this.#countLater());
  }

  #questions(): readonly QuestionParts[] {
    const pair = this.row.value?.pair;
    return pair ? questionParts(pair, this.#inputs.recipe()) : [];
  }

  #countLater(): (() => void) | undefined {
    const { question } = this;
    const [recipe, oracle] = [this.#inputs.recipe(), this.#inputs.oracle()];
    if (!question || !oracle) {
      this.end = undefined;
      return undefined;
    }
    const stop = new AbortController();
    this.counting = true;
    const timer = setTimeout(() => void this.#count(question, recipe, oracle, stop.signal), SETTLE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
      this.counting = false;
    };
  }

  async #count(question: QuestionParts, recipe: Recipe, oracle: OracleSpec, signal: AbortSignal): Promise<void> {
    const end = await this.#tryToCount(question, recipe, oracle, signal).catch(endOf);
    if (signal.aborted) return;
    this.end = end;
    this.counting = false;
  }

  async #tryToCount(question: QuestionParts, recipe: Recipe, oracle: OracleSpec, signal: AbortSignal): Promise<CountEnd> {
    const counter = await this.#counter.for(oracle);
    signal.throwIfAborted();
    const [promptTokens = 0] = await counter.countPrompts([question.prompt], signal);
    const [recordTokens = 0] = await counter.countTexts([textInSlot(question, 'record')], signal);
    const { contextTokens } = oracle;
    return { kind: 'counted', count: { contextTokens, promptTokens, recordTokens, rulesTokens: promptTokens - recordTokens, room: roomFor(promptTokens, contextTokens, recipe) } };
  }
}

function endOf(error: unknown): CountEnd {
  if (error instanceof OracleError && error.code === 'weights-missing') return { kind: 'no-weights' };
  if (error instanceof OracleError && error.code === 'prompt-refused') return { kind: 'refused' };
  return { kind: 'failed', failure: describeFailure(error) };
}
