import { createContext } from 'svelte';
import type { Recipe } from '../../core/recipe.ts';
import type { OracleSpec, Run } from '../../core/run.ts';
import type { Source } from '../../core/source.ts';
import { runRoute } from '../routes.ts';
import type { Services } from '../services.ts';
import { Experiments } from './experiments.svelte.ts';
import { Importing } from './importing.svelte.ts';
import { Judging } from './judging.svelte.ts';
import { Library } from './library.svelte.ts';
import { MeasuringDesk } from './measuring.svelte.ts';
import { ModelChoices } from './model-choice.svelte.ts';
import { OracleChoice } from './oracle-choice.svelte.ts';
import { RecipeShelf } from './recipe-shelf.svelte.ts';
import { Reports } from './reports.svelte.ts';
import { Router } from './router.svelte.ts';
import { RowsChoices } from './rows-choice.svelte.ts';
import { Selections } from './selection.svelte.ts';
import { Sessions } from './sessions.svelte.ts';
import { Theme } from './theme.svelte.ts';

/** What belongs to a run beside its dataset, its recipe and its oracle. */
export interface RunChoices {
  /** The ordinals that are recycled, ascending; undefined means all. */
  readonly rows?: readonly number[] | undefined;
  /** Given if and only if the recipe asks for a student. */
  readonly student?: OracleSpec | undefined;
}

/** All state that outlives a screen, and the wishes that concern more than one part of it. */
export class Tain {
  readonly services: Services;
  readonly router = new Router();
  readonly theme = new Theme();
  readonly library: Library;
  readonly importing: Importing;
  readonly oracles: OracleChoice;
  readonly modelChoices = new ModelChoices();
  readonly recipes: RecipeShelf;
  readonly sessions: Sessions;
  readonly experiments: Experiments;
  readonly judging: Judging;
  readonly measuring: MeasuringDesk;
  readonly selections = new Selections();
  readonly rowsChoices = new RowsChoices();
  readonly reports: Reports;

  constructor(services: Services) {
    this.services = services;
    this.library = new Library(services.store);
    this.importing = new Importing(services.files);
    this.oracles = new OracleChoice(services.oracles);
    this.recipes = new RecipeShelf(services.store, services.method.presets);
    this.sessions = new Sessions(services, () => void this.library.refresh(), () => this.oracles.knownGpuBytes());
    this.experiments = new Experiments(this.library, this.sessions);
    this.judging = new Judging({ services, sessions: this.sessions, gpuBytes: () => this.oracles.knownGpuBytes() });
    this.measuring = new MeasuringDesk({ services, sessions: this.sessions, judging: this.judging });
    this.reports = new Reports(services.reports);
    void this.library.refresh();
  }

  /** Reads a file and then shows its dataset; does nothing while another one is read. */
  async importFile(file: File): Promise<void> {
    if (this.importing.busy) return;
    this.router.go({ kind: 'import' });
    const source = await this.importing.read(file);
    if (source) await this.library.refresh();
    if (this.router.route.kind !== 'import') return;
    if (source) this.router.replace({ kind: 'source', sourceId: source.id, step: 'dataset' });
    else if (!this.importing.failure) this.router.replace({ kind: 'home' });
  }

  /** Makes a run of a dataset with the chosen oracle, shows it and starts it. Rejects with StoreError. */
  async startRun(source: Source, recipe: Recipe, { rows, student }: RunChoices = {}): Promise<void> {
    const offer = this.oracles.chosen;
    if (!offer) return;
    const run: Run = {
      id: crypto.randomUUID(),
      sourceId: source.id,
      sourceName: source.name,
      sourceSha256: source.sha256,
      rowCount: source.rowCount,
      ...(rows ? { rows } : {}),
      recipe,
      oracle: offer.spec,
      ...(student ? { student } : {}),
      createdAtMs: Date.now(),
    };
    await this.library.addRun(run);
    // The browser may grant or refuse this without asking; either way the run goes on.
    void navigator.storage.persist().catch(() => false);
    this.router.go(runRoute(run.id, 'run'));
    void this.sessions.start(run);
  }

  /** Continues a run and shows it. */
  continueRun(run: Run): void {
    this.router.go(runRoute(run.id, 'run'));
    void this.sessions.start(run);
  }

  /** Deletes a run that is not at work. Never rejects. */
  async deleteRun(run: Run): Promise<void> {
    this.sessions.forget(run.id);
    await this.library.removeRun(run.id);
  }
}

/** The page's state, set once by the frame and read by every screen. */
export const [getTain, setTain] = createContext<Tain>();
