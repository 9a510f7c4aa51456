import { ANSWER_MARKERS } from '../reflection/markers.ts';
import { OPENINGS } from './sentences.ts';
import { MODEL_TRIGGERS, PRACTICE_TRIGGERS } from './triggers.ts';
import { CONTROL, SEAMS, type Vocabulary } from './vocabulary.ts';

/**
 * Tokens whose place in the text matters. Each stands at most once in a conversation: the seams because a record's own
 * markers are escaped, the openings because no prompt contains the tokens with which the oracle opens a block. Only where two records
 * are compared the seams inside a record stand twice; there nobody asks for their place.
 */
export const LANDMARKS = ['instruction', 'input', 'answer', 'task', 'assistant', 'firstBlock', 'secondBlock', 'firstRecord', 'secondRecord', 'endOfRecords'] as const;

/** Tokens of which only matters whether they occurred. `always` is every token. */
export const SIGNS = ['always', 'instructionPhase', 'responsePhase', 'question', ...MODEL_TRIGGERS] as const;

/** One of {@link LANDMARKS}. */
export type Landmark = (typeof LANDMARKS)[number];

/** One of {@link SIGNS}. */
export type Sign = (typeof SIGNS)[number];

/** The columns of the feature table. */
export const FEATURES: readonly (Landmark | Sign)[] = [...LANDMARKS, ...SIGNS];

/** What the tokens mean to the model. */
export interface FeatureTable {
  /** The last token before the first that is a landmark or a sign other than `always`. */
  readonly lastPlain: number;
  /** One number for each of {@link FEATURES}, 1 for yes: first the row of all plain tokens, then a row for each token after `lastPlain`. */
  readonly rows: Float32Array;
}

/** Looks up what each token of the vocabulary is. */
export function buildFeatureTable(vocabulary: Vocabulary): FeatureTable {
  const tokensOf = featureTokens(vocabulary);
  const lastPlain = Math.min(...[...tokensOf.values()].flat()) - 1;
  const rows = new Float32Array((vocabulary.size - lastPlain) * FEATURES.length);
  const mark = (row: number, feature: Landmark | Sign) => (rows[row * FEATURES.length + FEATURES.indexOf(feature)] = 1);
  for (let row = 0; row < vocabulary.size - lastPlain; row++) mark(row, 'always');
  for (const [feature, tokens] of tokensOf) {
    for (const token of tokens) mark(token - lastPlain, feature);
  }
  return { lastPlain, rows };
}

function featureTokens({ spellings, tokenOf }: Vocabulary): ReadonlyMap<Landmark | Sign, readonly number[]> {
  return new Map<Landmark | Sign, readonly number[]>([
    ['instruction', [tokenOf(SEAMS.instruction)]],
    ['input', [tokenOf(SEAMS.input)]],
    ['answer', [tokenOf(SEAMS.answer), tokenOf(SEAMS.answerAfterInput)]],
    ['task', [tokenOf(SEAMS.task)]],
    ['assistant', [tokenOf(CONTROL.assistant)]],
    ['firstBlock', OPENINGS.firstBlock.map(tokenOf)],
    ['secondBlock', OPENINGS.secondBlock.map(tokenOf)],
    ['firstRecord', [tokenOf(SEAMS.firstRecord)]],
    ['secondRecord', [tokenOf(SEAMS.secondRecord)]],
    ['endOfRecords', [tokenOf(SEAMS.endOfRecords)]],
    ['instructionPhase', [tokenOf(ANSWER_MARKERS.newInstruction)]],
    ['responsePhase', [tokenOf(ANSWER_MARKERS.betterAnswer)]],
    ['question', spellings.flatMap((spelling, token) => (spelling.includes('?') ? [token] : []))],
    ...MODEL_TRIGGERS.map((name): [Sign, number[]] => [name, [tokenOf(PRACTICE_TRIGGERS[name])]]),
  ]);
}
