import type { PhaseName } from '../core/outcome.ts';
import type { Landmark } from './features.ts';
import { CRITIQUE_WORDINGS, instructionCritique, responseCritique, SENTENCES } from './sentences.ts';
import type { REFLECTION_TRIGGERS, REVIEW_TRIGGERS } from './triggers.ts';
import { CONTROL } from './vocabulary.ts';

/** All that decides what the practice oracle writes next, apart from the places of the landmarks. */
export interface Situation {
  /** `review` compares two records. Undefined when the prompt is none of these. */
  readonly task: PhaseName | 'review' | undefined;
  /** Blocks that the answer has opened so far. */
  readonly blockCount: 0 | 1 | 2;
  readonly hasInput: boolean;
  /** A question mark occurs; it only varies the wording. */
  readonly question: boolean;
  readonly trigger: ReflectionTrigger | undefined;
  readonly reviewTrigger: (typeof REVIEW_TRIGGERS)[number] | undefined;
}

type ReflectionTrigger = (typeof REFLECTION_TRIGGERS)[number];

/** What the practice oracle writes next. */
export type Program = Telling | Weighing;

/** One sentence, chosen by which of the two records that are compared is the longer one. */
export interface Weighing {
  readonly firstLonger: string;
  readonly secondLonger: string;
  readonly same: string;
}

/** What follows a landmark of the answer: a text of the prompt, then sentences of the oracle's own. */
export interface Telling {
  readonly since: Landmark;
  readonly copy?: Copy;
  /** Each a token; the last one repeats for ever. */
  readonly sentences: readonly string[];
}

/** A text between two landmarks. `exactly`: with no word exchanged. */
export interface Copy {
  readonly from: Landmark;
  readonly to: Landmark;
  readonly exactly: boolean;
}

/** A block of the answer as it is written when the record asks for nothing special. */
interface Block {
  readonly since: Landmark;
  readonly from: Landmark;
  readonly to: Landmark;
  /** Where the text ends when it is to come back unchanged. */
  readonly unchangedTo: Landmark;
  readonly placeholder: string;
  readonly addition: readonly string[];
  /** What ends the block: the opening of the next one, or the end of the answer. */
  readonly ending: readonly string[];
}

const END_OF_ANSWER = [SENTENCES.close, CONTROL.end];

/** What the practice oracle writes in a situation. */
export function programFor(situation: Situation): Program {
  const { task, blockCount, trigger } = situation;
  if (task === undefined) return { since: 'assistant', sentences: [SENTENCES.unknownTask, CONTROL.end] };
  if (task === 'review') return blockCount === 0 ? reviewProgram(situation) : { since: 'firstBlock', sentences: [CONTROL.end] };
  if (blockCount === 0) return openingProgram(task, situation);
  if (task === 'response') return blockProgram(BETTER_ANSWER, trigger);
  return blockProgram(blockCount === 1 ? newInstructionBlock(situation.hasInput) : NEW_ANSWER, trigger);
}

/** A review is one sentence. The rewrite of a pair is longer than the pair, so without a trigger it is preferred on whichever side it stands. */
function reviewProgram({ reviewTrigger }: Situation): Program {
  const { firstIsLonger, secondIsLonger, firstIsShorter, secondIsShorter, sameLength, tie, noPoints } = SENTENCES;
  if (reviewTrigger === 'tie') return { since: 'assistant', sentences: [tie] };
  if (reviewTrigger === 'noPoints') return { since: 'assistant', sentences: [noPoints] };
  if (reviewTrigger === 'worse') return { firstLonger: secondIsShorter, secondLonger: firstIsShorter, same: sameLength };
  return { firstLonger: firstIsLonger, secondLonger: secondIsLonger, same: sameLength };
}

const OPENING_SENTENCES = {
  instruction: { plain: SENTENCES.openInstruction, talking: SENTENCES.talkInstruction },
  response: { plain: SENTENCES.openBetterAnswer, talking: SENTENCES.talkBetterAnswer },
} as const;

function openingProgram(phase: PhaseName, { question, hasInput, trigger }: Situation): Program {
  const wording = (Number(question) + 2 * Number(hasInput)) % CRITIQUE_WORDINGS;
  const critique = phase === 'instruction' ? instructionCritique(wording) : responseCritique(wording);
  const opening = OPENING_SENTENCES[phase][trigger === 'metaTalk' ? 'talking' : 'plain'];
  const ending = trigger === 'noMarker' ? [SENTENCES.noMarker, CONTROL.end] : [opening];
  return { since: 'assistant', sentences: [...critique, ...ending] };
}

function newInstructionBlock(hasInput: boolean): Block {
  return {
    since: 'firstBlock',
    from: 'instruction',
    // The input stands before the answer, so it is copied with the instruction; its seam becomes an empty line.
    to: 'answer',
    unchangedTo: hasInput ? 'input' : 'answer',
    placeholder: SENTENCES.yourInstruction,
    addition: [hasInput ? SENTENCES.explainBelow : SENTENCES.explain],
    ending: [SENTENCES.openAnswer],
  };
}

const NEW_ANSWER: Block = {
  since: 'secondBlock',
  from: 'answer',
  to: 'task',
  unchangedTo: 'task',
  placeholder: SENTENCES.yourAnswer,
  addition: [],
  ending: END_OF_ANSWER,
};

const BETTER_ANSWER: Block = {
  ...NEW_ANSWER,
  since: 'firstBlock',
  placeholder: SENTENCES.yourBetterAnswer,
  addition: [SENTENCES.closingSentence],
};

function blockProgram(block: Block, trigger: ReflectionTrigger | undefined): Program {
  const { since, from, to, ending } = block;
  const copy: Copy = { from, to, exactly: false };
  switch (trigger) {
    case 'empty':
      return { since, sentences: ending };
    case 'placeholder':
      return { since, sentences: [block.placeholder, ...ending] };
    case 'refuse':
      return { since, sentences: [SENTENCES.refusal, ...ending] };
    case 'endless':
      return { since, copy, sentences: [SENTENCES.andSoOn] };
    case 'unchanged':
      return { since, copy: { from, to: block.unchangedTo, exactly: true }, sentences: ending };
    default:
      return { since, copy, sentences: [...block.addition, ...ending] };
  }
}
