import { SvelteMap } from 'svelte/reactivity';
import type { Run } from '../../core/run.ts';
import type { Source } from '../../core/source.ts';
import type { Store } from '../../store/store.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { type StatusCounts, StatusHistogram } from '../../quality/status-counts.ts';

/** The datasets and runs that this browser keeps. */
export class Library {
  /** Undefined until they are read for the first time. Newest first. */
  sources = $state.raw<readonly Source[] | undefined>();
  /** Undefined until they are read for the first time. Newest first. */
  runs = $state.raw<readonly Run[] | undefined>();
  failure = $state.raw<Failure | undefined>();
  /** How far each run is, by its id; filled in after the list is there. */
  readonly counts = new SvelteMap<string, StatusCounts>();
  readonly #store: Store;
  #refreshes = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Reads the lists again. Resolves when lists and counts are there; never rejects. */
  async refresh(): Promise<void> {
    const refresh = ++this.#refreshes;
    try {
      let damage: Failure | undefined;
      const onDamage = (error: unknown) => (damage = describeFailure(error));
      const [sources, runs] = await Promise.all([this.#store.sources(onDamage), this.#store.runs(onDamage)]);
      if (refresh !== this.#refreshes) return;
      this.sources = sources;
      this.runs = runs;
      for (const run of runs) await this.#count(run).catch(onDamage);
      if (refresh === this.#refreshes) this.failure = damage;
    } catch (error) {
      if (refresh === this.#refreshes) this.failure = describeFailure(error);
    }
  }

  source(sourceId: string): Source | undefined {
    return this.sources?.find(({ id }) => id === sourceId);
  }

  run(runId: string): Run | undefined {
    return this.runs?.find(({ id }) => id === runId);
  }

  runsOf(sourceId: string): readonly Run[] {
    return this.runs?.filter((run) => run.sourceId === sourceId) ?? [];
  }

  /** Stores a new run. Rejects with StoreError. */
  async addRun(run: Run): Promise<void> {
    await this.#store.addRun(run);
    await this.refresh();
  }

  /** Deletes a run. Never rejects: a failure shows in `failure`. */
  async removeRun(runId: string): Promise<void> {
    await this.#remove(() => this.#store.removeRun(runId));
  }

  /** Deletes a dataset with its runs. Never rejects: a failure shows in `failure`. */
  async removeSource(sourceId: string): Promise<void> {
    await this.#remove(() => this.#store.removeSource(sourceId));
  }

  async #remove(remove: () => Promise<void>): Promise<void> {
    try {
      await remove();
      await this.refresh();
    } catch (error) {
      this.failure = describeFailure(error);
    }
  }

  async #count(run: Run): Promise<void> {
    const statuses = await this.#store.statuses(run.id);
    this.counts.set(run.id, new StatusHistogram(statuses).counts(run.recipe.phases));
  }
}
