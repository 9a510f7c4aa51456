import type { PhaseName } from '../../core/outcome.ts';
import type { Recipe } from '../../core/recipe.ts';
import { formatCount, formatDuration, plural } from './figures.ts';

/** The recipe screen. */
export const RECIPE = {
  title: 'Recipe',
  lead: 'What the oracle is asked to do with each record, and how.',
  fixed: 'A run keeps its recipe from start to end.',
  phase: (number: number) => `Phase ${formatCount(number)}`,
  criteria: (subject: string) => `${subject} is judged by`,
  settings: 'Settings',
  rows: 'Records',
  rowsOf: (count: number, total: number) => (count === total ? `all ${formatCount(total)}` : `${formatCount(count)} of ${formatCount(total)}`),
  student: 'Student',
  practiceStudent: 'Practice student',
  weight: (weight: number) => `, counts ${weight} times`,
  toRun: 'Go to the run',
  changed: 'changed',
} as const;

/** The start of a run. */
export const START = {
  what: 'What will happen',
  recipe: (name: string) => `The recipe is ${name}.`,
  records: (count: number, phases: number) => `${plural(count, 'record')}, ${plural(phases, 'phase')} each: ${plural(count * phases, 'answer')} of the oracle, more where one has to be repeated.`,
  leftOut: (count: number) => `${plural(count, 'record')} of the dataset ${count === 1 ? 'is' : 'are'} left out and ${count === 1 ? 'stays' : 'stay'} as ${count === 1 ? 'it is' : 'they are'}.`,
  gate: (count: number) => `Up to ${plural(count, 'answer')} more for the gate: each rewrite is compared with its original twice.`,
  student: (title: string) => `After each phase, ${title} decides whether the rewrite stays.`,
  oracle: (title: string) => `The oracle is ${title}.`,
  stored: 'Each result is stored the moment it exists. You can pause, close the tab and come back.',
  original: 'Your file is not changed. Records that cannot be improved stay as they were.',
  estimate: (durationMs: number) => `About ${formatDuration(durationMs)}, going by an earlier run with this oracle.`,
  onTop: 'The gate and the student come on top.',
  noEstimate: 'How long it takes shows after the first records.',
  start: 'Start the run',
  practice: 'This is a practice run. It shows how everything works; its result is not for training.',
} as const;

/** Why a run cannot be started with what is chosen. */
export const START_BLOCKS = {
  faults: (count: number) => `The recipe has ${plural(count, 'fault')}. ${count === 1 ? 'It is' : 'They are'} shown below, where ${count === 1 ? 'it stands' : 'they stand'}.`,
  student: 'The recipe asks for a student’s veto. Choose a student above, or switch the veto off.',
  structured: 'The practice oracle does not write structured answers. Choose another oracle, or answers divided by markers.',
  noRows: 'No record is chosen.',
} as const;

/** Choosing, saving, handing on. */
export const PRESETS_TEXTS = {
  title: 'Recipes',
  legend: 'Choose a recipe',
  own: 'Own recipe',
  ownSentence: (differences: string) => (differences === '' ? 'The same as Paper.' : `Differs from Paper: ${differences}.`),
  differs: (name: string) => `Changed from ${name}`,
  was: 'before',
  now: 'now',
  reset: 'Reset',
  saveAs: 'Save as…',
  save: 'Save',
  replace: 'Replace',
  cancel: 'Cancel',
  name: 'Name of the recipe',
  taken: (name: string) => `“${name}” comes with the page. Choose another name.`,
  replaces: (name: string) => `There is a recipe “${name}”. It will be replaced.`,
  missingName: 'Give it a name.',
  longName: (letters: number) => `A name can have ${letters} letters at most, without a colon, a line break or a marker in square brackets.`,
  saved: (name: string) => `Saved as “${name}”.`,
  remove: (name: string) => `Delete the recipe ${name}`,
  removeTitle: 'Delete this recipe?',
  removeText: (name: string) => `“${name}” is deleted from this browser. Runs that were made with it keep it. This cannot be undone.`,
  removeConfirm: 'Delete',
  keepIt: 'Keep it',
  export: 'Export',
  import: 'Import a recipe',
  dropHint: 'or drop its file here',
  faulty: 'A recipe with faults is neither saved nor exported.',
  imported: (file: string, name: string) => `${file} is here now, as “${name}”.`,
  ignored: (members: readonly string[]) => `This version of the page does not know, and leaves out: ${members.join(', ')}.`,
  refused: (file: string) => `${file} could not be taken`,
  refusedTodo: 'Nothing was changed. Mend the file and import it again.',
  hash: 'Hash',
  hashHint: 'The same for recipes that do the same, whatever they are called.',
  wholeHash: 'Show the whole hash',
  shortHash: 'Show less',
  copyHash: 'Copy the hash',
  copied: 'Copied.',
  copyFailed: 'The browser did not allow copying. Mark the hash and copy it yourself.',
} as const;

interface PresetText {
  readonly sentence: string;
  /** What it costs beside the paper's. */
  readonly cost: string;
}

/** What the recipes that come with the page do, by name. */
export const PRESET_TEXTS: Readonly<Record<string, PresetText>> = {
  Paper: {
    sentence: 'Both phases with a free critique, as in the paper. Rewrites are taken as they are; rules only mark them.',
    cost: 'About 1,200 tokens written per record.',
  },
  Lean: {
    sentence: 'Both phases in brief: one line per criterion, short instructions and responses.',
    cost: 'Less than half of Paper.',
  },
  'Response only': {
    sentence: 'Writes better responses; the instructions stay. Brings most of the gain.',
    cost: 'One answer per record, not two.',
  },
  'Instruction only': {
    sentence: 'Writes a new instruction with its response, and leaves it at that.',
    cost: 'One answer per record, not two.',
  },
  Selective: {
    sentence: 'As Paper, and after each phase a student decides whether the rewrite stays.',
    cost: 'As Paper, with memory and time for the student.',
  },
};

/** A recipe's name as people read it. */
export function recipeLabel({ name }: Recipe): string {
  return name;
}

/** What each phase does. */
export const PHASE_SENTENCES: Record<PhaseName, string> = {
  instruction: 'The oracle says what is weak about the instruction and its response, then writes a new, self-contained instruction and answers it.',
  response: 'The oracle says what is weak about the response so far, then writes a better one. The instruction stays.',
};
