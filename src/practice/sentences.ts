import { INSTRUCTION_CRITERIA, RESPONSE_CRITERIA } from '../reflection/criteria.ts';
import { ANSWER_MARKERS } from '../reflection/markers.ts';

/** What a real oracle says under each criterion, as an indirect question. */
const SUBJECTS: Record<(typeof INSTRUCTION_CRITERIA)[number] | (typeof RESPONSE_CRITERIA)[number], string> = {
  'Complexity of the Topic': 'how demanding the subject is',
  'Level of Detail Required': 'how much detail the task calls for',
  'Knowledge Required': 'what one has to know to answer',
  'Ambiguity of the Instruction': 'what can be understood in more than one way',
  'Logical Reasoning or Problem-Solving Involved': 'how much has to be worked out step by step',
  Helpfulness: 'whether the answer serves the person who asked',
  Relevance: 'whether the answer keeps to the question',
  Accuracy: 'whether what the answer states is true',
  'Level of Details': 'whether the answer goes deep enough',
};

const WORDINGS: readonly ((subject: string) => string)[] = [
  (subject) => `here a real oracle says ${subject}; the practice oracle does not judge.`,
  (subject) => `in a real run you read here ${subject}. This is practice; nothing was judged.`,
  (subject) => `the place where a language model explains ${subject}. The practice oracle only fills it.`,
  (subject) => `no judgement in practice. A real oracle writes here ${subject}.`,
];

/** How many ways there are to word a critique. */
export const CRITIQUE_WORDINGS = WORDINGS.length;

function critiqueLines(criteria: readonly (keyof typeof SUBJECTS)[], wording: number): string[] {
  return criteria.map((criterion, line) => {
    const say = WORDINGS[(wording + line) % WORDINGS.length];
    return `- ${criterion}: ${say?.(SUBJECTS[criterion]) ?? ''}\n`;
  });
}

/** The critique of phase 1, line by line, in one of {@link CRITIQUE_WORDINGS} wordings. */
export function instructionCritique(wording: number): string[] {
  return [...critiqueLines(INSTRUCTION_CRITERIA, wording), ...critiqueLines(RESPONSE_CRITERIA, wording), SENTENCES.why];
}

/** The critique of phase 2, line by line, in one of {@link CRITIQUE_WORDINGS} wordings. */
export function responseCritique(wording: number): string[] {
  return critiqueLines(RESPONSE_CRITERIA, wording);
}

const { newInstruction, newAnswer, betterAnswer, end } = ANSWER_MARKERS;

/**
 * Everything else the practice oracle says by itself. Each is one token. Reading a text never gives such a token, since words end
 * before a space: only the oracle writes them. The empty line is the exception.
 */
export const SENTENCES = {
  why: '**Why:** in practice nothing is judged, so there is no reason to give. Below are the given texts with some words exchanged.\n',
  openInstruction: `\n${newInstruction} `,
  openAnswer: ` ${end}\n${newAnswer} `,
  openBetterAnswer: `\n${betterAnswer} `,
  close: ` ${end}`,
  paragraph: '\n\n',
  explain: ' Explain your reasoning.',
  explainBelow: '\n\nExplain your reasoning.',
  closingSentence: '\n\nThis closing sentence was added by the practice oracle.',
  noMarker: '\nThe record asks the practice oracle to leave the markers out, so this answer ends without them.',
  andSoOn: ' and so on',
  yourInstruction: 'your new instruction',
  yourAnswer: 'your answer to the new instruction',
  yourBetterAnswer: 'your better answer',
  refusal: "I'm sorry, but I can't help with that.",
  talkInstruction: `\n${newInstruction} Here is an improved version:\n\n`,
  talkBetterAnswer: `\n${betterAnswer} Here is an improved version:\n\n`,
  firstIsLonger: '8 5\nThe practice oracle does not judge. It gives more points to the longer record, here the first.',
  secondIsLonger: '5 8\nThe practice oracle does not judge. It gives more points to the longer record, here the second.',
  firstIsShorter: '8 5\nA record asks the practice oracle to give more points to the shorter one, here the first.',
  secondIsShorter: '5 8\nA record asks the practice oracle to give more points to the shorter one, here the second.',
  sameLength: '6 6\nThe practice oracle does not judge. Both records are equally long.',
  tie: '6 6\nA record asks the practice oracle for the same points on both sides.',
  noPoints: 'A record asks the practice oracle to leave the points out, so this review has none.',
  unknownTask: 'This is the practice oracle. It answers only the prompts of this page.',
} as const;

/** The sentences that the oracle itself takes notice of when it goes on: those that open the first block of an answer, or are the whole of a review, and the one that opens the second. */
export const OPENINGS = {
  firstBlock: [
    SENTENCES.openInstruction,
    SENTENCES.openBetterAnswer,
    SENTENCES.talkInstruction,
    SENTENCES.talkBetterAnswer,
    SENTENCES.firstIsLonger,
    SENTENCES.secondIsLonger,
    SENTENCES.firstIsShorter,
    SENTENCES.secondIsShorter,
    SENTENCES.sameLength,
    SENTENCES.tie,
    SENTENCES.noPoints,
  ],
  secondBlock: [SENTENCES.openAnswer],
} as const;
