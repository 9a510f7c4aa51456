import type { PhaseName } from './outcome.ts';
import type { RuleAction, RuleName } from './rules.ts';
import type { CritiqueSubject } from './verdict.ts';

/** One thing that the oracle is to look at. */
export interface Criterion {
  /** As the oracle reads it, and as its critique is expected to name it. */
  readonly name: string;
  /** One that is off stays in the recipe and is not asked for. */
  readonly on: boolean;
  /** How much it counts, above 0; 1 is usual and goes without saying. */
  readonly weight: number;
}

/** Criteria by what they are applied to, in the order in which they are asked for. */
export type Criteria = Readonly<Record<CritiqueSubject, readonly Criterion[]>>;

/** How much the oracle is to say under each criterion: as much as it likes, or one short line. */
export type CritiqueLength = 'free' | 'line';

/** How an answer is divided: by markers in the text, which every oracle can write, or as a JSON object that the engine holds the oracle to. */
export type AnswerForm = 'markers' | 'structured';

/** The wording of a prompt. Slots are names in double braces; which there are is said in reflection/slots.ts. */
export interface PromptWording {
  readonly system: string;
  readonly user: string;
}

/** The prompts of a recipe. `continued`: phase 2 in phase 1's conversation, whose system message stands already. */
export type Wordings = Readonly<Record<PhaseName, PromptWording> & { continued: Pick<PromptWording, 'user'> }>;

/** What a rewrite is not to lose. */
export const KEEPABLES = ['code', 'tables', 'numbers', 'list-counts', 'format'] as const;

/** One of {@link KEEPABLES}. */
export type Keepable = (typeof KEEPABLES)[number];

/** Limits that the oracle is told, and that the rule `length` holds it to. In words; absent where there is none. */
export interface LengthLimits {
  readonly instructionWordsMax?: number;
  readonly responseWordsMax?: number;
}

/** What follows from a review of a rewrite: it is taken, the pair stays as it was, or the person is asked. */
export type GateAction = 'rewrite' | 'original' | 'ask';

/** A blind comparison of old and new by the oracle itself, and what follows when the new pair does not win it. Source: METHOD, section 5. */
export interface GateSettings {
  /** The new pair lost. */
  readonly onLoss: GateAction;
  /** Neither was better. */
  readonly onTie: GateAction;
  /** A review could not be read. */
  readonly onUnreadable: GateAction;
}

/** The conversation templates in which a student reads a pair. Source: METHOD, section 4. */
export const STUDENT_TEMPLATES = ['vicuna', 'alpaca', 'wizardlm'] as const;

/** One of {@link STUDENT_TEMPLATES}. */
export type StudentTemplate = (typeof STUDENT_TEMPLATES)[number];

/** A student's veto after each phase: the pair with the higher IFD stays, then the response with the lower r-IFD. Source: arXiv 2402.10110, section 2. */
export interface StudentSettings {
  readonly template: StudentTemplate;
}

/** What the oracle is asked to do and how its answers are taken. Fixed for a run. */
export interface Recipe {
  readonly name: string;
  /** In the order of the method; at least one. */
  readonly phases: readonly PhaseName[];
  readonly criteria: Criteria;
  readonly critique: CritiqueLength;
  readonly answerForm: AnswerForm;
  readonly wordings: Wordings;
  /** A wish in the person's words that goes into all prompts; `''` for none. */
  readonly steer: string;
  /** The language to write in, by its English name; `''` is that of each record. */
  readonly language: string;
  readonly lengths: LengthLimits;
  readonly keep: readonly Keepable[];
  readonly temperature: number;
  /** In (0, 1]. */
  readonly topP: number;
  readonly seed: number;
  readonly maxNewTokens: number;
  /** Room an answer needs at least; with less the record is kept as too long. */
  readonly minNewTokens: number;
  /** Questions per phase and record, at least 1; each repetition changes the request. */
  readonly maxAttempts: number;
  /**
   * Phase 2 goes on in phase 1's conversation, where there is one, in place of starting afresh with the new pair.
   * An engine that keeps what it has read then reads next to nothing for phase 2. Not the paper's way.
   */
  readonly continues: boolean;
  readonly rules: Readonly<Record<RuleName, RuleAction>>;
  /** Absent where no rewrite is reviewed. */
  readonly gate?: GateSettings;
  /** Absent where no student is asked. The student itself belongs to the run, as the oracle does. */
  readonly student?: StudentSettings;
}

/** The criteria of a subject that are asked for. */
export function criteriaInUse({ criteria }: Pick<Recipe, 'criteria'>, subject: CritiqueSubject): readonly Criterion[] {
  return criteria[subject].filter(({ on }) => on);
}

/** What is criticised in a phase. */
export function subjectsOf(phase: PhaseName): readonly CritiqueSubject[] {
  return phase === 'instruction' ? ['instruction', 'response'] : ['response'];
}
