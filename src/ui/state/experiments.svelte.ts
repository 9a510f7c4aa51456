import type { Experiment, Run } from '../../core/run.ts';
import type { Library } from './library.svelte.ts';
import type { Sessions } from './sessions.svelte.ts';

/** Runs that belong together, in the order in which they were made. */
export interface ExperimentGroup {
  readonly experiment: Experiment;
  readonly runs: readonly Run[];
  /** Those that are not done yet, in the same order. */
  readonly pending: readonly Run[];
}

/**
 * Experiments are worked through run by run, the next one when the one before is done. What is left of an experiment is what its runs
 * still lack, so it can be gone on with at a later visit.
 */
export class Experiments {
  /** The experiment that this tab works through. */
  workingOn = $state<string | undefined>();
  /** The run that a person wants to have judged against another, on their way to the judge. */
  #toJudge: string | undefined;
  readonly #library: Library;
  readonly #sessions: Sessions;

  constructor(library: Library, sessions: Sessions) {
    this.#library = library;
    this.#sessions = sessions;
  }

  /** A dataset's experiments of a kind, newest first. */
  of(sourceId: string, kind: Experiment['kind']): ExperimentGroup[] {
    const runs = this.#library.runsOf(sourceId).filter(({ experiment }) => experiment?.kind === kind);
    const ids = runs.map(({ experiment }) => experiment?.id).filter((id, at, all) => all.indexOf(id) === at);
    return ids.flatMap((id) => this.#groupOf(runs.filter(({ experiment }) => experiment?.id === id)));
  }

  /** Stores the runs of a new experiment and works through them. Resolves when that ends; rejects with StoreError when they cannot be stored. */
  async begin(runs: readonly Run[]): Promise<void> {
    for (const run of runs) await this.#library.addRun(run);
    const [first] = runs;
    if (first?.experiment) await this.goOn(first.experiment.id);
  }

  /** Works through what is left of an experiment. Resolves when it is done, or paused, or stopped, or at once while a run is at work; never rejects. */
  async goOn(experimentId: string): Promise<void> {
    if (this.workingOn !== undefined || this.#sessions.active) return;
    this.workingOn = experimentId;
    try {
      for (const run of this.#runsOf(experimentId)) if (!(await this.#work(run))) return;
    } finally {
      this.workingOn = undefined;
      await this.#library.refresh();
    }
  }

  /** Remembers, for the judge's screen, against which run another one is to be judged. */
  wantJudged(runId: string): void {
    this.#toJudge = runId;
  }

  /** What was remembered last, once. */
  takeWanted(): string | undefined {
    const runId = this.#toJudge;
    this.#toJudge = undefined;
    return runId;
  }

  /** Stops with the run at work. */
  pause(): void {
    const { active } = this.#sessions;
    if (active && active.run.experiment?.id === this.workingOn) active.pause();
  }

  /** Deletes an experiment's runs with their results. Never rejects. */
  async remove({ runs }: ExperimentGroup): Promise<void> {
    for (const run of runs) {
      this.#sessions.forget(run.id);
      await this.#library.removeRun(run.id);
    }
  }

  /** Resolves with whether the run is done. */
  async #work(run: Run): Promise<boolean> {
    if (this.#isDone(run)) return true;
    await this.#sessions.start(run);
    const { stage, counts } = this.#sessions.of(run);
    return stage === 'idle' && counts?.rows.pending === 0;
  }

  #runsOf(experimentId: string): readonly Run[] {
    return (this.#library.runs ?? []).filter(({ experiment }) => experiment?.id === experimentId).toReversed();
  }

  #groupOf(newestFirst: readonly Run[]): ExperimentGroup[] {
    const runs = newestFirst.toReversed();
    const experiment = runs[0]?.experiment;
    return experiment ? [{ experiment, runs, pending: runs.filter((run) => !this.#isDone(run)) }] : [];
  }

  #isDone({ id }: Run): boolean {
    return this.#library.counts.get(id)?.rows.pending === 0;
  }
}
