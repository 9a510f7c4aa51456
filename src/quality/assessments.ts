import type { Outcome } from '../core/outcome.ts';
import { type Criteria, criteriaInUse, type Criterion } from '../core/recipe.ts';
import type { CritiqueSubject } from '../core/verdict.ts';
import { type Tone, toneOf, TONES } from './assessment-tone.ts';

/** How often a criterion was found how. */
export interface CriterionTones {
  readonly subject: CritiqueSubject;
  readonly criterion: string;
  readonly weight: number;
  readonly tones: Readonly<Record<Tone, number>>;
}

/** What critiques said about one state of the records. */
export interface ToneSummary {
  /** In the order of the recipe; those that nothing was said about are in it with zeros. */
  readonly criteria: readonly CriterionTones[];
  /** All criteria of a subject together, each by its weight; undefined where no remark could be read. */
  readonly means: Readonly<Record<CritiqueSubject, number | undefined>>;
}

/** What the critiques of a run said, before and after. */
export interface Assessments {
  /** Of the records as they came. */
  readonly before: ToneSummary;
  /** Of what phase 1 made of them, as phase 2 saw it: there is nothing about the instruction in it. */
  readonly after: ToneSummary;
}

type Stage = keyof Assessments;

const POINTS: Readonly<Record<Tone, number | undefined>> = { good: 1, fair: 0.5, poor: 0, unclear: undefined };

/** Counts record by record what the critiques say under each criterion. */
export class AssessmentCounter {
  readonly #criteria: Criteria;
  readonly #counts = new Map<string, number>();

  constructor(criteria: Criteria) {
    this.#criteria = criteria;
  }

  /** Takes the outcomes of one record, in the order of their phases. Each criterion of each state counts once: where both phases saw the original, the first counts. */
  add(outcomes: readonly Outcome[]): void {
    const rewritten = outcomes.some(({ phase, status }) => phase === 'instruction' && (status === 'rewritten' || status === 'undecided'));
    const found = new Map<string, Tone>();
    for (const outcome of outcomes) {
      if (outcome.status === 'failed') continue;
      const stage: Stage = outcome.phase === 'response' && rewritten ? 'after' : 'before';
      for (const note of outcome.critique) {
        const place = placeOf(stage, note.subject, note.criterion);
        if (!found.has(place)) found.set(place, toneOf(note));
      }
    }
    for (const [place, tone] of found) {
      const key = `${place}/${tone}`;
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    }
  }

  read(): Assessments {
    return { before: this.#summary('before'), after: this.#summary('after') };
  }

  #summary(stage: Stage): ToneSummary {
    const of = (subject: CritiqueSubject) => criteriaInUse({ criteria: this.#criteria }, subject).map((one) => this.#tonesOf(stage, subject, one));
    const [instruction, response] = [of('instruction'), of('response')];
    return { criteria: [...instruction, ...response], means: { instruction: meanOf(instruction), response: meanOf(response) } };
  }

  #tonesOf(stage: Stage, subject: CritiqueSubject, { name, weight }: Criterion): CriterionTones {
    const counts = TONES.map((tone) => [tone, this.#counts.get(`${placeOf(stage, subject, name)}/${tone}`) ?? 0] as const);
    // `fromEntries` forgets the key type; the entries are built from the complete list.
    return { subject, criterion: name, weight, tones: Object.fromEntries(counts) as Record<Tone, number> };
  }
}

/** How good a criterion was found on the whole, in [0, 1]: good counts 1, fair a half, poor 0; unclear remarks do not count. Undefined without any. */
export function meanTone({ tones }: Pick<CriterionTones, 'tones'>): number | undefined {
  const read = TONES.filter((tone) => POINTS[tone] !== undefined);
  const count = read.reduce((sum, tone) => sum + tones[tone], 0);
  return count === 0 ? undefined : read.reduce((sum, tone) => sum + tones[tone] * (POINTS[tone] ?? 0), 0) / count;
}

function meanOf(criteria: readonly CriterionTones[]): number | undefined {
  const known = criteria.flatMap((one) => {
    const mean = meanTone(one);
    return mean === undefined ? [] : [{ mean, weight: one.weight }];
  });
  const weights = known.reduce((sum, { weight }) => sum + weight, 0);
  return weights === 0 ? undefined : known.reduce((sum, { mean, weight }) => sum + mean * weight, 0) / weights;
}

function placeOf(stage: Stage, subject: CritiqueSubject, criterion: string): string {
  return `${stage}/${subject}/${criterion}`;
}
