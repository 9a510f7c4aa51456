import type { PhaseName } from '../../core/outcome.ts';
import { PHASES } from '../../core/outcome.ts';
import { type Criterion, type Keepable, KEEPABLES, type LengthLimits, type Recipe } from '../../core/recipe.ts';
import { type RuleAction, RULES } from '../../core/rules.ts';
import type { CritiqueSubject } from '../../core/verdict.ts';

/** What a person can change in a recipe, in the order in which it is shown. The name is no part of it. */
export const RECIPE_MEMBERS = [
  'phases',
  'criteria',
  'critique',
  'answerForm',
  'wordings',
  'steer',
  'language',
  'lengths',
  'keep',
  'temperature',
  'topP',
  'seed',
  'maxNewTokens',
  'minNewTokens',
  'maxAttempts',
  'continues',
  'rules',
  'gate',
  'student',
] as const satisfies readonly (keyof Recipe)[];

/** One of {@link RECIPE_MEMBERS}. */
export type RecipeMember = (typeof RECIPE_MEMBERS)[number];

/** The members in which two recipes differ, in the order of {@link RECIPE_MEMBERS}. Their names may differ. */
export function differingMembers(a: Recipe, b: Recipe): RecipeMember[] {
  return RECIPE_MEMBERS.filter((member) => !sameValue(a[member], b[member]));
}

/** Whether two values would be written as the same JSON, whatever the order of their members. A member that is undefined counts as absent. */
function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ofA, ofB] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return [...new Set([...ofA.keys(), ...ofB.keys()])].every((key) => sameValue(ofA.get(key), ofB.get(key)));
}

/** The phases with one switched on or off, in the order of the method. The last one stays on: without any there is nothing to ask. */
export function withPhase(phases: readonly PhaseName[], phase: PhaseName, on: boolean): PhaseName[] {
  const next = PHASES.filter((one) => (one === phase ? on : phases.includes(one)));
  return next.length === 0 ? [...phases] : next;
}

/** A recipe with other criteria for one subject. */
export function withCriteria(recipe: Recipe, subject: CritiqueSubject, criteria: readonly Criterion[]): Recipe {
  return { ...recipe, criteria: { ...recipe.criteria, [subject]: criteria } };
}

/** A list with one item replaced, or taken out if there is none to replace it. */
export function withItem<Item>(items: readonly Item[], place: number, item: Item | undefined): Item[] {
  return items.flatMap((one, index) => (index !== place ? [one] : item === undefined ? [] : [item]));
}

/** A list with one item moved to another place, which is held within the list. */
export function withMoved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const moved = items[from];
  if (moved === undefined) return [...items];
  const others = items.filter((_, index) => index !== from);
  const place = Math.max(0, Math.min(others.length, to));
  return [...others.slice(0, place), moved, ...others.slice(place)];
}

/** Limits with one set, or lifted. */
export function withLimit(lengths: LengthLimits, limit: keyof LengthLimits, words: number | undefined): LengthLimits {
  const others = Object.entries(lengths).filter(([name]) => name !== limit);
  // `fromEntries` forgets that these were members of such limits.
  return { ...(Object.fromEntries(others) as LengthLimits), ...(words === undefined ? {} : { [limit]: words }) };
}

/** What to keep, with one thing switched on or off, in the order of the list. */
export function withKept(keep: readonly Keepable[], keepable: Keepable, on: boolean): Keepable[] {
  return KEEPABLES.filter((one) => (one === keepable ? on : keep.includes(one)));
}

/** How many rules do what. */
export function countActions(rules: Recipe['rules']): Record<RuleAction, number> {
  const counts: Record<RuleAction, number> = { off: 0, flag: 0, reject: 0 };
  for (const rule of RULES) counts[rules[rule]] += 1;
  return counts;
}

/** A recipe with a member that may be absent set, or taken out. */
export function withOptional<Member extends 'gate' | 'student'>(recipe: Recipe, member: Member, value: Recipe[Member]): Recipe {
  const copy: { -readonly [Key in keyof Recipe]: Recipe[Key] } = { ...recipe };
  if (value === undefined) delete copy[member];
  return value === undefined ? copy : { ...copy, [member]: value };
}

/** Leaves room for what is added to a name. */
export const BASE_NAME_LETTERS = 60;

/** A name that none of `taken` has: `name` itself, or `name 2`, `name 3` and so on. */
export function freeName(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    const candidate = `${name.slice(0, BASE_NAME_LETTERS)} ${number}`;
    if (!taken.includes(candidate)) return candidate;
  }
}
