import type { Recipe } from '../../core/recipe.ts';
import type { Store } from '../../store/store.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';

/** The recipes that can be chosen: those that come with the page, and the person's own. No method rejects: failures show in `failure`. */
export class RecipeShelf {
  readonly presets: readonly [Recipe, ...Recipe[]];
  /** By name. Undefined until they are read for the first time. */
  own = $state.raw<readonly Recipe[] | undefined>();
  failure = $state.raw<Failure | undefined>();
  readonly all = $derived.by(() => [...this.presets, ...(this.own ?? [])]);
  readonly #store: Pick<Store, 'recipes' | 'saveRecipe' | 'removeRecipe'>;

  constructor(store: Pick<Store, 'recipes' | 'saveRecipe' | 'removeRecipe'>, presets: readonly [Recipe, ...Recipe[]]) {
    this.#store = store;
    this.presets = presets;
  }

  /** Reads the person's own recipes again. */
  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      let damage: Failure | undefined;
      // One under a preset's name could not be told from it.
      this.own = (await this.#store.recipes((error) => (damage = describeFailure(error)))).filter(({ name }) => !this.isPreset(name));
      this.failure = damage;
    });
  }

  /** Whether a recipe of that name comes with the page. */
  isPreset(name: string): boolean {
    return this.presets.some((preset) => preset.name === name);
  }

  find(name: string): Recipe | undefined {
    return this.all.find((recipe) => recipe.name === name);
  }

  /** Keeps an own recipe, in place of one of the same name. True when it is kept. */
  save(recipe: Recipe): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#store.saveRecipe(recipe);
      await this.refresh();
    });
  }

  /** True when it is gone. */
  remove(name: string): Promise<boolean> {
    return this.#attempt(async () => {
      await this.#store.removeRecipe(name);
      await this.refresh();
    });
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      this.failure = undefined;
      await work();
      return true;
    } catch (error) {
      this.failure = describeFailure(error);
      return false;
    }
  }
}
