import type { Criterion, Recipe } from '../core/recipe.ts';
import { subjectsOf } from '../core/recipe.ts';
import type { CritiqueSubject } from '../core/verdict.ts';
import { escapeText } from './escape.ts';
import type { RecipeFault } from './recipe-fault.ts';
import { wordingFaults } from './wording-faults.ts';

/** Letters that the name of a recipe or a criterion can have. */
export const MAX_NAME_LETTERS = 80;

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

const MOST_TOKENS = 131_072;

/** What the numbers of a recipe can be, both ends included, by their member. A weight and `topP` are above 0 besides. */
export const NUMBER_BOUNDS = {
  temperature: { least: 0, most: 2, whole: false },
  topP: { least: 0, most: 1, whole: false },
  seed: { least: 0, most: 2 ** 31 - 1, whole: true },
  maxNewTokens: { least: 1, most: MOST_TOKENS, whole: true },
  minNewTokens: { least: 1, most: MOST_TOKENS, whole: true },
  maxAttempts: { least: 1, most: 10, whole: true },
  weight: { least: 0, most: 100, whole: false },
  words: { least: 1, most: 100_000, whole: true },
} as const satisfies Record<string, Bounds>;

const DECODING = ['temperature', 'topP', 'seed', 'maxNewTokens', 'minNewTokens', 'maxAttempts'] as const;
const ABOVE_ZERO: readonly string[] = ['topP', 'weight'];

/** All that keeps a recipe from being used, in the order of its members; empty for one that can be. Parts that are not in use, as the wording of a phase that is off, are not looked at. */
export function recipeFaults(recipe: Recipe): RecipeFault[] {
  return [...nameFaults(recipe), ...phaseFaults(recipe), ...criteriaFaults(recipe), ...wordingFaults(recipe), ...lineFaults(recipe), ...numberFaults(recipe)];
}

function nameFaults({ name }: Recipe): RecipeFault[] {
  if (name.trim() === '') return [{ code: 'name-missing', where: 'name', detail: '' }];
  return isUnfit(name) ? [{ code: 'name-unfit', where: 'name', detail: name }] : [];
}

function isUnfit(name: string): boolean {
  return name.length > MAX_NAME_LETTERS || name.includes(':') || !isPlainLine(name);
}

function isPlainLine(text: string): boolean {
  return !/[\n\r\u2028\u2029]/.test(text) && escapeText(text) === text;
}

function phaseFaults({ phases, continues }: Recipe): RecipeFault[] {
  if (phases.length === 0) return [{ code: 'no-phase', where: 'phases', detail: '' }];
  return continues && phases.length < 2 ? [{ code: 'continues-alone', where: 'continues', detail: '' }] : [];
}

function criteriaFaults(recipe: Recipe): RecipeFault[] {
  const subjects = new Set(recipe.phases.flatMap(subjectsOf));
  return [...subjects].flatMap((subject) => {
    const criteria = recipe.criteria[subject];
    const where = `criteria.${subject}`;
    const none: RecipeFault[] = criteria.some(({ on }) => on) ? [] : [{ code: 'no-criterion', where, detail: '' }];
    return [...none, ...criteria.flatMap((criterion, index) => criterionFaults(criterion, subject, index, criteria))];
  });
}

function criterionFaults({ name, weight }: Criterion, subject: CritiqueSubject, index: number, all: readonly Criterion[]): RecipeFault[] {
  const where = `criteria.${subject}.${index}`;
  const faults: RecipeFault[] = [];
  if (name.trim() === '') faults.push({ code: 'name-missing', where: `${where}.name`, detail: '' });
  else if (isUnfit(name)) faults.push({ code: 'name-unfit', where: `${where}.name`, detail: name });
  if (all.slice(0, index).some((former) => plain(former.name) === plain(name))) faults.push({ code: 'criterion-twice', where: `${where}.name`, detail: name });
  return [...faults, ...boundsFaults('weight', weight, `${where}.weight`)];
}

function plain(name: string): string {
  return name.trim().toLowerCase();
}

function lineFaults({ steer, language }: Recipe): RecipeFault[] {
  return Object.entries({ steer, language }).flatMap(([where, text]): RecipeFault[] =>
    isPlainLine(text) ? [] : [{ code: 'line-unfit', where, detail: text }],
  );
}

function numberFaults(recipe: Recipe): RecipeFault[] {
  const faults = DECODING.flatMap((member) => boundsFaults(member, recipe[member], member));
  const { minNewTokens, maxNewTokens, lengths } = recipe;
  if (minNewTokens > maxNewTokens) faults.push({ code: 'room-crossed', where: 'minNewTokens', detail: String(maxNewTokens) });
  for (const member of ['instructionWordsMax', 'responseWordsMax'] as const) faults.push(...boundsFaults('words', lengths[member] ?? 1, `lengths.${member}`));
  return faults;
}

function boundsFaults(kind: keyof typeof NUMBER_BOUNDS, value: number, where: string): RecipeFault[] {
  const { least, most, whole }: Bounds = NUMBER_BOUNDS[kind];
  const inside = value >= least && value <= most && !(value === 0 && ABOVE_ZERO.includes(kind));
  return inside && (!whole || Number.isInteger(value)) ? [] : [{ code: 'number-out-of-bounds', where, detail: `${least} to ${most}` }];
}
