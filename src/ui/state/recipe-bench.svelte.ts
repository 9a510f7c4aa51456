import { SvelteMap } from 'svelte/reactivity';
import type { Recipe } from '../../core/recipe.ts';
import { faultsOf, hashOf, type ReadRecipe, readRecipe, type RecipeFault, type RecipeFileFaultCode } from '../../pipeline/recipe-desk.ts';
import { BASE_NAME_LETTERS, differingMembers, freeName, type RecipeMember } from './recipe-draft.ts';
import { keepDrafts, recallDrafts } from './recipe-drafts.ts';
import type { RecipeShelf } from './recipe-shelf.svelte.ts';

/** What came of a file that was to be a recipe. */
export type ImportEnd =
  | { readonly kind: 'imported'; readonly fileName: string; readonly name: string; /** Members that have no effect here. */ readonly ignored: readonly string[] }
  | { readonly kind: 'refused'; readonly fileName: string; readonly faults: readonly RecipeFault<RecipeFileFaultCode>[] };

/** Added to the name of a recipe that was changed and not saved, as its run shows it. */
const CHANGED = ' (changed)';
/** Larger than any recipe file that can be read. */
const MOST_FILE_BYTES = 4_000_000;

/** Where the recipe of a dataset's next run is chosen and changed. What is done here is kept for the next visit; a change of one recipe stays when another is chosen. */
export class RecipeBench {
  readonly shelf: RecipeShelf;
  /** What came of the latest file. */
  importEnd = $state.raw<ImportEnd | undefined>();
  #chosen = $state('');
  /** By the name of the recipe that each came from. */
  readonly #changed = new SvelteMap<string, Recipe>();
  /** The recipe that was chosen, as it is kept. */
  readonly base: Recipe = $derived.by(() => this.shelf.find(this.#chosen) ?? this.shelf.presets[0]);
  /** It with the changes that were made here. */
  readonly recipe: Recipe = $derived.by(() => this.#changed.get(this.base.name) ?? this.base);
  readonly differences: readonly RecipeMember[] = $derived.by(() => differingMembers(this.base, this.recipe));
  /** As a run takes it: under a name of its own where it was changed. */
  readonly forRun: Recipe = $derived.by(() => (this.differences.length === 0 ? this.base : { ...this.recipe, name: changedName(this.base.name) }));
  readonly faults: readonly RecipeFault[] = $derived.by(() => faultsOf(this.forRun));
  readonly hash: string = $derived.by(() => hashOf(this.recipe));
  readonly #sourceId: string;

  constructor(sourceId: string, shelf: RecipeShelf) {
    this.#sourceId = sourceId;
    this.shelf = shelf;
    const kept = recallDrafts(sourceId);
    if (!kept) return;
    this.#chosen = kept.chosen;
    for (const [name, recipe] of kept.changed) this.#changed.set(name, recipe);
  }

  /** Whether a recipe was changed here. */
  isChanged(recipe: Recipe): boolean {
    const changed = this.#changed.get(recipe.name);
    return changed !== undefined && differingMembers(recipe, changed).length > 0;
  }

  choose(name: string): void {
    this.#chosen = name;
    this.#keep();
  }

  /** Changes the chosen recipe. */
  change(change: Partial<Recipe>): void {
    this.replace({ ...this.recipe, ...change });
  }

  /** Changes the chosen recipe as a whole, but for its name. */
  replace(recipe: Recipe): void {
    const { name } = this.base;
    this.#changed.set(name, { ...recipe, name });
    this.#keep();
  }

  /** Takes back all changes of the chosen recipe. */
  reset(): void {
    this.#forget(this.base.name);
  }

  /** Keeps the recipe as it stands under a name, in place of an own one of that name, and chooses it. The one that it came from is unchanged afterwards. */
  async saveAs(name: string): Promise<boolean> {
    const from = this.base.name;
    if (!(await this.shelf.save({ ...this.recipe, name }))) return false;
    this.#forget(from);
    this.#forget(name);
    this.choose(name);
    return true;
  }

  /** Gives up an own recipe with its changes. */
  async remove(name: string): Promise<void> {
    if (await this.shelf.remove(name)) this.#forget(name);
  }

  /** Takes a recipe from a file and chooses it. Its name gets a number where there is one of that name already, so that nothing is lost; one that is here already is only chosen. */
  async importFile(file: File): Promise<void> {
    const read = file.size > MOST_FILE_BYTES ? tooLarge(file) : readRecipe(await file.text().catch(() => ''));
    if ('faults' in read) {
      this.importEnd = { kind: 'refused', fileName: file.name, faults: read.faults };
      return;
    }
    const { recipe, ignored } = read;
    const name = await this.#shelve(recipe);
    if (name === undefined) return;
    this.choose(name);
    this.importEnd = { kind: 'imported', fileName: file.name, name, ignored };
  }

  async #shelve(recipe: Recipe): Promise<string | undefined> {
    const known = this.shelf.find(recipe.name);
    if (known && differingMembers(known, recipe).length === 0) return known.name;
    const name = freeName(recipe.name, this.shelf.all.map((one) => one.name));
    return (await this.shelf.save({ ...recipe, name })) ? name : undefined;
  }

  #forget(name: string): void {
    this.#changed.delete(name);
    this.#keep();
  }

  #keep(): void {
    keepDrafts(this.#sourceId, { chosen: this.base.name, changed: this.#changed });
  }
}

/** The name under which a run takes a recipe that was changed and not saved. */
export function changedName(name: string): string {
  return name.endsWith(CHANGED) ? name : `${name.slice(0, BASE_NAME_LETTERS)}${CHANGED}`;
}

function tooLarge({ size }: File): ReadRecipe {
  return { faults: [{ code: 'too-large', where: '', detail: String(size) }] };
}
