import { FEATURES, type Landmark } from './features.ts';
import type { Program, Telling, Weighing } from './programs.ts';
import type { Vocabulary } from './vocabulary.ts';

/**
 * What a program's wiring works out, in this order: the place of the next token to copy; how far that lies beyond the end of
 * the text, 0 being the first token of the sentences; where the copied token is looked up in the table of tokens; where
 * the sentences begin there.
 */
export const WIRING_OUTPUTS = ['source', 'overshoot', 'copiesAt', 'sentencesAt'] as const;

/** What the outputs are worked out from: the place of each feature, whether it was seen, the place of the asking token. */
export const WIRING_INPUTS = 2 * FEATURES.length + 1;

/** The matrix of a program whose sentences begin at `sentencesAt` in the table of tokens: {@link WIRING_INPUTS} rows of {@link WIRING_OUTPUTS}. */
export function wiringMatrix(program: Program, vocabulary: Vocabulary, sentencesAt: number): number[] {
  const forms = linearForms(program, vocabulary, sentencesAt);
  const matrix = Array<number>(WIRING_INPUTS * WIRING_OUTPUTS.length).fill(0);
  for (const [column, output] of WIRING_OUTPUTS.entries()) {
    for (const [input, weight] of Object.entries(forms[output])) matrix[wiringRow(input) * WIRING_OUTPUTS.length + column] = weight;
  }
  return matrix;
}

function wiringRow(input: string): number {
  if (input === 'here') return 2 * FEATURES.length;
  if (input === 'one') return FEATURES.length + FEATURES.indexOf('always');
  return FEATURES.findIndex((feature) => feature === input);
}

/** A sum of places with weights; `here` is the place of the asking token, `one` is always 1. */
type LinearForm = Partial<Record<Landmark | 'here' | 'one', number>>;

type LinearForms = Record<(typeof WIRING_OUTPUTS)[number], LinearForm>;

/** With nothing to copy the source is a place where no token stands yet. */
const NO_SOURCE: LinearForm = { here: 1, one: 1 };

function linearForms(program: Program, vocabulary: Vocabulary, sentencesAt: number): LinearForms {
  return 'since' in program ? tellingForms(program, vocabulary.size, sentencesAt) : weighingForms(program, vocabulary, sentencesAt);
}

/** The next token stands at `here + 1`, as far behind the landmark of the answer as its source is behind that of the prompt. */
function tellingForms({ since, copy }: Telling, vocabularySize: number, sentencesAt: number): LinearForms {
  if (!copy) return { source: NO_SOURCE, overshoot: { here: 1, [since]: -1 }, copiesAt: {}, sentencesAt: { one: sentencesAt } };
  const source: LinearForm = { here: 1, one: 1, [since]: -1, [copy.from]: 1 };
  return {
    source,
    overshoot: { ...source, [copy.to]: -1 },
    copiesAt: copy.exactly ? { one: vocabularySize } : {},
    sentencesAt: { one: sentencesAt },
  };
}

/**
 * By how many tokens the second record is longer: below 0 the “copied” token is written, which is number 0 where there is none, looked up
 * where a sentence stands as it is; at 0 and above one of the program's sentences.
 */
function weighingForms({ firstLonger }: Weighing, { size, tokenOf }: Vocabulary, sentencesAt: number): LinearForms {
  return {
    source: NO_SOURCE,
    overshoot: { firstRecord: 1, secondRecord: -2, endOfRecords: 1 },
    copiesAt: { one: size + tokenOf(firstLonger) },
    sentencesAt: { one: sentencesAt },
  };
}
