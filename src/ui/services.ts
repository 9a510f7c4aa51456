import type { PhaseName } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { CritiqueSubject } from '../core/verdict.ts';
import type { Oracles } from '../oracle/oracles.ts';
import type { FileDesk } from '../pipeline/desk.ts';
import type { Seal } from '../seal/seal.ts';
import type { Store } from '../store/store.ts';

/** What is criticised in a phase, by which criteria, in the order they are asked for. */
export type PhaseCriteria = Readonly<Record<PhaseName, readonly CritiqueGroup[]>>;

/** Criteria that belong to one subject. */
export interface CritiqueGroup {
  readonly subject: CritiqueSubject;
  readonly criteria: readonly string[];
}

/** The method as the page describes and starts it. */
export interface Method {
  readonly recipe: Recipe;
  readonly criteria: PhaseCriteria;
}

/** Everything the user interface gets from outside. main.ts builds it from the real parts. */
export interface Services {
  readonly store: Store;
  readonly oracles: Oracles;
  readonly files: FileDesk;
  readonly seal: Seal;
  readonly method: Method;
}
