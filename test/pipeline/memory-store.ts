import type { Measure, Measuring } from '../../src/core/measuring.ts';
import { type Decision, type Outcome, PHASES } from '../../src/core/outcome.ts';
import type { Recipe } from '../../src/core/recipe.ts';
import type { SourceRecord } from '../../src/core/row.ts';
import type { Run } from '../../src/core/run.ts';
import type { Source } from '../../src/core/source.ts';
import { LEFT_OUT_BYTE, withStatus } from '../../src/core/status.ts';
import { isOfRun } from '../../src/store/measurings.ts';
import { type Store, StoreError } from '../../src/store/store.ts';

/** A store that forgets everything with the process. Settling twice is refused, as in the real one. */
export class MemoryStore implements Store {
  readonly #records = new Map<string, SourceRecord[]>();
  readonly #sources = new Map<string, Source>();
  readonly #runs = new Map<string, Run>();
  readonly #outcomes = new Map<string, Outcome>();
  readonly #decisions = new Map<string, Map<number, Decision>>();
  readonly #measurings = new Map<string, Measuring>();
  readonly #measures = new Map<string, Map<number, Measure>>();
  readonly #recipes = new Map<string, Recipe>();
  readonly #claimed = new Set<string>();

  async appendRecords(sourceId: string, records: readonly SourceRecord[]): Promise<void> {
    this.#records.set(sourceId, [...(this.#records.get(sourceId) ?? []), ...records]);
  }

  async addSource(source: Source): Promise<void> {
    this.#sources.set(source.id, source);
  }

  async source(sourceId: string): Promise<Source> {
    return found(this.#sources.get(sourceId));
  }

  async sources(): Promise<Source[]> {
    return [...this.#sources.values()].reverse();
  }

  async records(sourceId: string, from: number, limit: number): Promise<SourceRecord[]> {
    return (this.#records.get(sourceId) ?? []).slice(from, from + limit);
  }

  async removeSource(sourceId: string): Promise<void> {
    this.#sources.delete(sourceId);
    this.#records.delete(sourceId);
    for (const run of [...this.#runs.values()]) if (run.sourceId === sourceId) await this.removeRun(run.id);
    for (const measuring of [...this.#measurings.values()]) if (measuring.sourceId === sourceId) await this.removeMeasuring(measuring.id);
  }

  async addRun(run: Run): Promise<void> {
    this.#runs.set(run.id, run);
  }

  async run(runId: string): Promise<Run> {
    return found(this.#runs.get(runId));
  }

  async runs(): Promise<Run[]> {
    return [...this.#runs.values()].reverse();
  }

  async settle(outcome: Outcome): Promise<void> {
    const key = `${outcome.runId}/${outcome.ordinal}/${outcome.phase}`;
    if (this.#outcomes.has(key)) throw new StoreError('failed', `${key} is settled`);
    this.#outcomes.set(key, outcome);
  }

  async outcomes(runId: string, from: number, limit: number): Promise<Outcome[]> {
    return [...this.#outcomes.values()]
      .filter((outcome) => outcome.runId === runId && outcome.ordinal >= from && outcome.ordinal < from + limit)
      .sort((a, b) => a.ordinal - b.ordinal || PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase));
  }

  async statuses(runId: string): Promise<Uint8Array> {
    const { rowCount, rows } = await this.run(runId);
    const statuses = new Uint8Array(rowCount).fill(rows ? LEFT_OUT_BYTE : 0);
    for (const ordinal of rows ?? []) statuses[ordinal] = 0;
    for (const outcome of await this.outcomes(runId, 0, rowCount)) {
      const decision = this.#decisions.get(runId)?.get(outcome.ordinal);
      statuses[outcome.ordinal] = withStatus(statuses[outcome.ordinal] ?? 0, outcome, decision);
    }
    return statuses;
  }

  async removeRun(runId: string): Promise<void> {
    this.#runs.delete(runId);
    this.#decisions.delete(runId);
    for (const key of [...this.#outcomes.keys()]) if (key.startsWith(`${runId}/`)) this.#outcomes.delete(key);
    for (const measuring of [...this.#measurings.values()]) if (isOfRun(measuring, runId)) await this.removeMeasuring(measuring.id);
  }

  async decide(runId: string, ordinal: number, decision: Decision | undefined): Promise<void> {
    const outcomes = await this.outcomes(runId, ordinal, 1);
    if (!outcomes.some(({ status }) => status === 'rewritten' || status === 'undecided')) throw new StoreError('not-found');
    const decisions = this.#decisions.get(runId) ?? new Map<number, Decision>();
    if (decision) decisions.set(ordinal, decision);
    else decisions.delete(ordinal);
    this.#decisions.set(runId, decisions);
  }

  async decisions(runId: string, from: number, limit: number): Promise<Map<number, Decision>> {
    const decisions = [...(this.#decisions.get(runId) ?? [])];
    return new Map(decisions.filter(([ordinal]) => ordinal >= from && ordinal < from + limit).sort(([a], [b]) => a - b));
  }

  async addMeasuring(measuring: Measuring): Promise<void> {
    found(this.#sources.get(measuring.sourceId));
    this.#measurings.set(measuring.id, measuring);
  }

  async measurings(): Promise<Measuring[]> {
    return [...this.#measurings.values()].reverse();
  }

  async putMeasures(measuringId: string, measures: readonly Measure[]): Promise<void> {
    const known = this.#measures.get(found(this.#measurings.get(measuringId)).id) ?? new Map<number, Measure>();
    for (const measure of measures) known.set(measure.ordinal, measure);
    this.#measures.set(measuringId, known);
  }

  async measures(measuringId: string, from: number, limit: number): Promise<Measure[]> {
    const measures = [...(this.#measures.get(found(this.#measurings.get(measuringId)).id)?.values() ?? [])];
    return measures.filter(({ ordinal }) => ordinal >= from && ordinal < from + limit).sort((a, b) => a.ordinal - b.ordinal);
  }

  async removeMeasuring(measuringId: string): Promise<void> {
    this.#measurings.delete(measuringId);
    this.#measures.delete(measuringId);
  }

  async saveRecipe(recipe: Recipe): Promise<void> {
    this.#recipes.set(recipe.name, recipe);
  }

  async recipes(): Promise<Recipe[]> {
    return [...this.#recipes.values()].sort((a, b) => a.name.localeCompare(b.name));
  }

  async removeRecipe(name: string): Promise<void> {
    this.#recipes.delete(name);
  }

  async claimRun(runId: string): Promise<{ release(): void } | undefined> {
    if (this.#claimed.has(runId)) return undefined;
    this.#claimed.add(runId);
    return { release: () => void this.#claimed.delete(runId) };
  }
}

function found<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new StoreError('not-found');
  return thing;
}
