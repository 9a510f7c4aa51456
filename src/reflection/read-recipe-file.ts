import { PHASES } from '../core/outcome.ts';
import { type Criteria, type Criterion, type GateSettings, KEEPABLES, type LengthLimits, type Recipe, STUDENT_TEMPLATES, type StudentSettings, type Wordings } from '../core/recipe.ts';
import { type RuleAction, RULES } from '../core/rules.ts';
import { FileMembers, type Findings, type MemberFaultCode } from './file-members.ts';
import type { RecipeFault, RecipeFaultCode } from './recipe-fault.ts';
import { recipeFaults } from './recipe-faults.ts';
import { RECIPE_FILE_MARK } from './recipe-file.ts';
import { PAPER_RECIPE } from './recipes.ts';

/** Why a file is no recipe that can be used. */
export type RecipeFileFaultCode =
  /** It is no JSON; the detail is what the browser says. */
  | 'not-json'
  /** It is JSON, but not marked as a recipe. */
  | 'not-a-recipe'
  /** A later version of this page wrote it; the detail is the version of the format. */
  | 'newer-version'
  /** It is larger than any recipe. */
  | 'too-large'
  | MemberFaultCode
  | RecipeFaultCode;

/** A recipe out of a file, or all that is wrong with it, at least one thing. */
export type ReadRecipe =
  | {
      readonly recipe: Recipe;
      /** Paths of members that this version does not know; they have no effect. */
      readonly ignored: readonly string[];
    }
  | {
      readonly faults: readonly RecipeFault<RecipeFileFaultCode>[];
      /** The recipe that has these faults, to be mended; absent where the file is none. */
      readonly faulty?: Recipe;
    };

const MOST_LETTERS = 1_000_000;
const RULE_ACTIONS = ['off', 'flag', 'reject'] as const satisfies readonly RuleAction[];
const GATE_ACTIONS = ['rewrite', 'original', 'ask'] as const;

/**
 * Reads a recipe file: the only place where a foreign recipe becomes trusted. Every member is checked; absent ones are the
 * paper's. Never throws, and gives no recipe that {@link recipeFaults} finds fault with.
 */
export function readRecipeFile(text: string): ReadRecipe {
  if (text.length > MOST_LETTERS) return oneFault('too-large', '', String(text.length));
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return oneFault('not-json', '', error instanceof Error ? error.message : '');
  }
  const findings: Findings = { faults: [], ignored: [] };
  const members = new FileMembers(file, '', findings);
  if (!members.has(RECIPE_FILE_MARK.member)) return oneFault('not-a-recipe', '', '');
  const version = members.number(RECIPE_FILE_MARK.member, 0);
  if (version > RECIPE_FILE_MARK.version) return oneFault('newer-version', RECIPE_FILE_MARK.member, String(version));
  const recipe = readRecipe(members, findings);
  members.close();
  if (findings.faults.length > 0) return { faults: findings.faults };
  const faults = recipeFaults(recipe);
  return faults.length > 0 ? { faults, faulty: recipe } : { recipe, ignored: findings.ignored };
}

function oneFault(code: RecipeFileFaultCode, where: string, detail: string): ReadRecipe {
  return { faults: [{ code, where, detail: detail.slice(0, 200) }] };
}

function readRecipe(members: FileMembers, findings: Findings): Recipe {
  const paper = PAPER_RECIPE;
  return {
    name: members.text('name', paper.name),
    phases: members.words('phases', PHASES, paper.phases),
    criteria: readCriteria(members.within('criteria'), findings),
    critique: members.word('critique', ['free', 'line'], paper.critique),
    answerForm: members.word('answerForm', ['markers', 'structured'], paper.answerForm),
    wordings: readWordings(members.within('wordings')),
    steer: members.text('steer', paper.steer),
    language: members.text('language', paper.language),
    lengths: readLengths(members.within('lengths')),
    keep: members.words('keep', KEEPABLES, paper.keep),
    temperature: members.number('temperature', paper.temperature),
    topP: members.number('topP', paper.topP),
    seed: members.number('seed', paper.seed),
    maxNewTokens: members.number('maxNewTokens', paper.maxNewTokens),
    minNewTokens: members.number('minNewTokens', paper.minNewTokens),
    maxAttempts: members.number('maxAttempts', paper.maxAttempts),
    continues: members.flag('continues', paper.continues),
    rules: readRules(members.within('rules')),
    ...(members.has('gate') ? { gate: readGate(members.within('gate')) } : {}),
    ...(members.has('student') ? { student: readStudent(members.within('student')) } : {}),
  };
}

function readCriteria(members: FileMembers, findings: Findings): Criteria {
  const read = (subject: 'instruction' | 'response') => {
    if (!members.has(subject)) return PAPER_RECIPE.criteria[subject];
    return members.list(subject).map((item, index) => readCriterion(item, `${members.pathOf(subject)}.${index}`, findings));
  };
  const criteria = { instruction: read('instruction'), response: read('response') };
  members.close();
  return criteria;
}

/** A plain name is a criterion that is on and has the usual weight. */
function readCriterion(item: unknown, where: string, findings: Findings): Criterion {
  if (typeof item === 'string') return { name: item, on: true, weight: 1 };
  const members = new FileMembers(item, where, findings);
  const criterion = { name: members.text('name', ''), on: members.flag('on', true), weight: members.number('weight', 1) };
  members.close();
  return criterion;
}

function readWordings(members: FileMembers): Wordings {
  const paper = PAPER_RECIPE.wordings;
  const read = (phase: 'instruction' | 'response') => {
    const wording = members.within(phase);
    const texts = { system: wording.lines('system', paper[phase].system), user: wording.lines('user', paper[phase].user) };
    wording.close();
    return texts;
  };
  const [instruction, response, continued] = [read('instruction'), read('response'), members.within('continued')];
  const wordings = { instruction, response, continued: { user: continued.lines('user', paper.continued.user) } };
  continued.close();
  members.close();
  return wordings;
}

function readLengths(members: FileMembers): LengthLimits {
  const instructionWordsMax = members.number('instructionWordsMax', undefined);
  const responseWordsMax = members.number('responseWordsMax', undefined);
  members.close();
  return { ...(instructionWordsMax === undefined ? {} : { instructionWordsMax }), ...(responseWordsMax === undefined ? {} : { responseWordsMax }) };
}

function readRules(members: FileMembers): Recipe['rules'] {
  const rules = RULES.map((rule) => [rule, members.word(rule, RULE_ACTIONS, PAPER_RECIPE.rules[rule])]);
  members.close();
  // `fromEntries` forgets the key type; the entries are built from the complete list.
  return Object.fromEntries(rules) as Recipe['rules'];
}

function readGate(members: FileMembers): GateSettings {
  const gate: GateSettings = {
    onLoss: members.word('onLoss', GATE_ACTIONS, 'original'),
    onTie: members.word('onTie', GATE_ACTIONS, 'original'),
    onUnreadable: members.word('onUnreadable', GATE_ACTIONS, 'original'),
  };
  members.close();
  return gate;
}

function readStudent(members: FileMembers): StudentSettings {
  const student = { template: members.word('template', STUDENT_TEMPLATES, 'vicuna') };
  members.close();
  return student;
}
