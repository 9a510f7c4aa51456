import type { Pair } from '../core/pair.ts';
import type { Prompt } from '../core/prompt.ts';
import type { Recipe } from '../core/recipe.ts';
import { type PreviewedQuestion, previewQuestions } from '../pipeline/prompt-preview.ts';

/** Where a piece of a prompt comes from: the recipe's wording, what fills a slot, or the record's own text. */
export type PartKind = 'wording' | 'filling' | 'record';

/** A piece of a prompt. The pieces of a message together are the message, letter by letter. */
export interface PromptPart {
  readonly kind: PartKind;
  /** Name of the slot that it stands in; `''` for none. */
  readonly slot: string;
  readonly text: string;
}

/** A message of a prompt in its pieces. */
export interface MessageParts {
  readonly role: 'system' | 'user' | 'answer';
  readonly parts: readonly PromptPart[];
}

/** A question with its messages in pieces, in the order in which they are said. */
export interface QuestionParts extends PreviewedQuestion {
  readonly messages: readonly MessageParts[];
}

// Letters of the private use area: no wording and hardly any record holds them. Where one does, the pieces do not add up, and the message is shown whole.
const OPEN_SLOT = '\uE0F0';
const SLOT_NAMED = '\uE0F1';
const CLOSE_SLOT = '\uE0F2';
const OPEN_RECORD = '\uE0F3';
const CLOSE_RECORD = '\uE0F4';
const SIGNS = /[\uE0F0-\uE0F4]/g;

/** The questions of a recipe about a pair, with what in them comes from where. */
export function questionParts(pair: Pair, recipe: Recipe): QuestionParts[] {
  const marked = previewQuestions(markPair(pair), { ...recipe, wordings: markWordings(recipe.wordings) });
  return previewQuestions(pair, recipe).map((question, place) => ({ ...question, messages: messagesOf(question.prompt, marked[place]?.prompt) }));
}

/** The text that stands in a slot, in all messages together. */
export function textInSlot({ messages }: QuestionParts, slot: string): string {
  return messages.flatMap(({ parts }) => parts.flatMap((part) => (part.slot === slot ? [part.text] : []))).join('');
}

function messagesOf(prompt: Prompt, marked: Prompt | undefined): MessageParts[] {
  const texts = listMessages(prompt);
  const markedTexts = marked ? listMessages(marked) : [];
  return texts.map(({ role, text }, place) => ({ role, parts: partsOf(text, markedTexts[place]?.text ?? text) }));
}

function listMessages({ system, earlier = [], user }: Prompt): { readonly role: MessageParts['role']; readonly text: string }[] {
  const turns = earlier.flatMap((turn) => [{ role: 'user' as const, text: turn.user }, { role: 'answer' as const, text: turn.answer }]);
  return [{ role: 'system', text: system }, ...turns, { role: 'user', text: user }];
}

function markPair({ instruction, input, response }: Pair): Pair {
  const mark = (text: string) => (text === '' ? '' : `${OPEN_RECORD}${text}${CLOSE_RECORD}`);
  return { instruction: mark(instruction), input: mark(input), response: mark(response) };
}

function markWordings({ instruction, response, continued }: Recipe['wordings']): Recipe['wordings'] {
  const mark = (text: string) => text.replace(/\{\{[ \t]*([a-z_]+)[ \t]*\}\}/g, (slot, name: string) => `${OPEN_SLOT}${name}${SLOT_NAMED}${slot}${CLOSE_SLOT}`);
  return {
    instruction: { system: mark(instruction.system), user: mark(instruction.user) },
    response: { system: mark(response.system), user: mark(response.user) },
    continued: { user: mark(continued.user) },
  };
}

function partsOf(text: string, marked: string): PromptPart[] {
  const whole: PromptPart[] = [{ kind: 'wording', slot: '', text }];
  if (text.search(SIGNS) >= 0) return whole;
  // A slot that is filled with nothing takes its line along, which the signs have kept from it.
  const settled = marked.replace(/^[ \t]*\uE0F0[a-z_]+\uE0F1\uE0F2[ \t]*\n/gm, '');
  const parts = splitAtSigns(settled).filter((part) => part.text !== '');
  return parts.map((part) => part.text).join('') === text ? parts : whole;
}

function splitAtSigns(marked: string): PromptPart[] {
  const parts: PromptPart[] = [];
  let slot = '';
  let inRecord = false;
  let pending = '';
  const push = () => {
    parts.push({ kind: inRecord ? 'record' : slot === '' ? 'wording' : 'filling', slot, text: pending });
    pending = '';
  };
  for (const piece of marked.split(/([\uE0F0-\uE0F4])/)) {
    if (piece === SLOT_NAMED) [slot, pending] = [pending, ''];
    else if (piece.search(SIGNS) < 0) pending += piece;
    else {
      push();
      if (piece === CLOSE_SLOT) slot = '';
      if (piece === OPEN_RECORD || piece === CLOSE_RECORD) inRecord = piece === OPEN_RECORD;
    }
  }
  push();
  return parts;
}
