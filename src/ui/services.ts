import type { Recipe } from '../core/recipe.ts';
import type { Oracles } from '../oracle/oracles.ts';
import type { FileDesk } from '../pipeline/desk.ts';
import type { ReportDesk } from '../pipeline/report-desk.ts';
import type { Seal } from '../seal/seal.ts';
import type { Store } from '../store/store.ts';

/** The method as the page offers it. */
export interface Method {
  /** The recipes that come with the page, the paper’s first. Each has a name of its own. */
  readonly presets: readonly [Recipe, ...Recipe[]];
}

/** Everything the user interface gets from outside. main.ts builds it from the real parts. */
export interface Services {
  readonly store: Store;
  readonly oracles: Oracles;
  readonly files: FileDesk;
  readonly reports: ReportDesk;
  readonly seal: Seal;
  readonly method: Method;
}
