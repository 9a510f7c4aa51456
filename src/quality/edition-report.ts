import { type Edition, editionKey } from '../core/edition.ts';
import type { Outcome } from '../core/outcome.ts';
import type { Recipe } from '../core/recipe.ts';
import type { Row } from '../core/row.ts';
import type { Run } from '../core/run.ts';
import { AssessmentCounter, type Assessments } from './assessments.ts';
import { type Cost, CostCounter } from './cost.ts';
import { type Distinct, DistinctCounter } from './distinct.ts';
import { type Distribution, DistributionCounter } from './distribution.ts';
import { type ExaminationCounts, ExaminationTally } from './examinations.ts';
import { type NearDuplicates, NearDuplicateFinder } from './near-duplicates.ts';
import type { VerbObject } from './verb-object.ts';
import { VerbCounter, type Verbs } from './verbs.ts';
import { wordsOf } from './words.ts';

/** The texts of a record that are measured. `question`: the instruction with its input, which is what a model is asked. */
export const MEASURED_TEXTS = ['instruction', 'input', 'question', 'response'] as const;

/** One of {@link MEASURED_TEXTS}. */
export type MeasuredText = (typeof MEASURED_TEXTS)[number];

/** How long a text is over all records; `input` over those that have one. */
export interface TextLengths {
  readonly words: Distribution;
  /** UTF-16 code units. */
  readonly characters: Distribution;
}

/** What is known of an edition without asking a model. */
export interface EditionReport {
  readonly edition: Edition;
  /** `editionKey` of the edition. */
  readonly key: string;
  /** Records that were read. */
  readonly records: number;
  /** Records whose stored data could not be read; nothing of them is in any figure. */
  readonly damaged: number;
  readonly lengths: Readonly<Record<MeasuredText, TextLengths>>;
  readonly distinct: Readonly<Record<'question' | 'response', Distinct>>;
  readonly verbs: Verbs;
  readonly nearDuplicates: NearDuplicates;
  /** How its run came to it; absent for an original. */
  readonly run?: RunReport;
}

/** What the outcomes of a run say, as far as it has come. */
export interface RunReport {
  /** Records with at least one settled phase. */
  readonly settled: number;
  readonly assessments: Assessments;
  readonly examinations: ExaminationCounts;
  readonly cost: Cost;
}

/** Describes an edition record by record. How the records are divided into pages makes no difference. */
export class EditionDescriber {
  readonly #edition: Edition;
  readonly #lengths = byText(() => ({ words: new DistributionCounter(), characters: new DistributionCounter() }));
  readonly #distinct = { question: new DistinctCounter(), response: new DistinctCounter() };
  readonly #verbs: VerbCounter;
  readonly #near = new NearDuplicateFinder();
  readonly #outcomes: OutcomeSums | undefined;
  #records = 0;
  #damaged = 0;

  /** `run` of the edition, where it has one; `parse` reads the verb and the object of an instruction. */
  constructor(edition: Edition, run: Pick<Run, 'recipe' | 'rowCount'> | undefined, parse: (text: string) => VerbObject | undefined) {
    this.#edition = edition;
    this.#verbs = new VerbCounter(parse);
    this.#outcomes = run && new OutcomeSums(run.recipe, run.rowCount);
  }

  add({ ordinal, pair }: Row): void {
    this.#records += 1;
    const question = pair.input === '' ? pair.instruction : `${pair.instruction}\n${pair.input}`;
    const instructionWords = this.#measure('instruction', pair.instruction);
    const questionWords = this.#measure('question', question);
    const responseWords = this.#measure('response', pair.response);
    if (pair.input !== '') this.#measure('input', pair.input);
    this.#distinct.question.add(questionWords);
    this.#distinct.response.add(responseWords);
    this.#verbs.add(pair.instruction, instructionWords);
    this.#near.add(ordinal, questionWords);
  }

  /** The outcomes of one record of the run. */
  addOutcomes(outcomes: readonly Outcome[]): void {
    this.#outcomes?.add(outcomes);
  }

  addDamaged(records: number): void {
    this.#damaged += records;
  }

  read(): EditionReport {
    return {
      edition: this.#edition,
      key: editionKey(this.#edition),
      records: this.#records,
      damaged: this.#damaged,
      lengths: byText((text) => ({ words: this.#lengths[text].words.read(), characters: this.#lengths[text].characters.read() })),
      distinct: { question: this.#distinct.question.read(), response: this.#distinct.response.read() },
      verbs: this.#verbs.read(),
      nearDuplicates: this.#near.read(),
      ...(this.#outcomes ? { run: this.#outcomes.read() } : {}),
    };
  }

  #measure(text: MeasuredText, content: string): string[] {
    const words = wordsOf(content);
    this.#lengths[text].words.add(words.length);
    this.#lengths[text].characters.add(content.length);
    return words;
  }
}

class OutcomeSums {
  readonly #assessments: AssessmentCounter;
  readonly #cost: CostCounter;
  readonly #examinations: ExaminationTally;
  #settled = 0;

  constructor({ criteria, phases }: Recipe, rowCount: number) {
    this.#assessments = new AssessmentCounter(criteria);
    this.#cost = new CostCounter(phases);
    this.#examinations = new ExaminationTally(rowCount);
  }

  add(outcomes: readonly Outcome[]): void {
    if (outcomes.length === 0) return;
    this.#settled += 1;
    this.#assessments.add(outcomes);
    this.#cost.add(outcomes);
    for (const outcome of outcomes) this.#examinations.add(outcome);
  }

  read(): RunReport {
    return { settled: this.#settled, examinations: this.#examinations.counts(), assessments: this.#assessments.read(), cost: this.#cost.read() };
  }
}

function byText<Value>(make: (text: MeasuredText) => Value): Record<MeasuredText, Value> {
  return { instruction: make('instruction'), input: make('input'), question: make('question'), response: make('response') };
}
