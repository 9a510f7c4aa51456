import { languageOf } from '../../core/language.ts';
import type { Pair } from '../../core/pair.ts';
import type { Rule } from './rule.ts';
import { sentencesOf, withoutFences, wordsOf } from './text-parts.ts';

/** Content words that a text must have before the lack of common ones says anything. */
const LEAST_ASKED = 12;
const LEAST_ANSWERED = 15;
/** Words are compared by their beginning, so that “photosynthesis” meets “photosynthetic”. */
const STEM_LETTERS = 5;
const SHORTEST_WORD = 4;

/**
 * The new response has nothing to do with its instruction: no content word in common with the instruction, its input and, in phase 2, the
 * old response, though both sides are long and in the same language; or it answers with an instruction of its own. Misses answers that are
 * off the point in the words of the question, and texts without spaces between words.
 */
export const otherInstruction: Rule = ({ phase, before, after }) => {
  const label = NEW_LABEL.exec(after.response)?.[0];
  if (label !== undefined && !NEW_LABEL.test(before.response)) return label.trim();
  const known = phase === 'response' ? { ...after, response: before.response } : { ...after, response: '' };
  return newTask(before, after) ?? nothingInCommon(known, after.response);
};

function nothingInCommon(known: Pair, response: string): string | undefined {
  const context = `${known.instruction}\n${known.input}\n${known.response}`;
  const asked = stemsOf(context);
  const answered = stemsOf(withoutFences(response));
  if (asked.size < LEAST_ASKED || answered.size < LEAST_ANSWERED) return undefined;
  if ([...answered].some((stem) => asked.has(stem))) return undefined;
  const language = languageOf(context)?.language;
  const same = language !== undefined && language === languageOf(response)?.language;
  return same ? `0 of ${asked.size} stems: ${[...asked].slice(0, 6).join(' ')} / ${[...answered].slice(0, 6).join(' ')}` : undefined;
}

function stemsOf(text: string): Set<string> {
  const words = wordsOf(text.toLowerCase()).filter((word) => word.length >= SHORTEST_WORD && !FUNCTION_WORDS.has(word) && /^\p{L}/u.test(word));
  return new Set(words.map((word) => word.slice(0, STEM_LETTERS)));
}

const FUNCTION_WORDS = new Set(
  `about above after again against also although always among another because been before being below between both cannot could does doing down during each either
  else even ever every from further have having hence here however instead into itself just least less like made make many might more most much must neither never none
  often once only other otherwise ours over please same shall should since some still such than that their them then there therefore these they this those though through
  thus together toward under until upon very well were what when where whether which while whom whose will with within without would your yours
  give given write explain describe provide following example sentence answer question`.split(/\s+/),
);

const NEW_LABEL = /^\W*(?:new |revised |improved )?(?:instruction|prompt|task)\**\s*:/i;
const IMPERATIVE =
  /^\W*(?:write|describe|explain|create|design|develop|compose|discuss|analy[sz]e|compare|summari[sz]e|evaluate|outline|propose|construct|imagine) (?:a|an|the|how|why|in detail|two|three|your|that|you)\b/i;
const WANTS_A_TASK =
  /\b(?:question|prompt|instruction|task|assignment|exercise|topic|tip|advice|advise|way|step|plan|goal|idea|suggest|recommend|how|rewrit|re-?word|rephras|paraphras|translat|title|slogan|command|quiz|edit|sentence|convert|transform|chang|complet|fix|correct|improve|imperative|verb|method|guide|strateg|procedure|list|continue|role|simplify|challenge|problem|puzzle|poster)/i;
/** A task is short; a longer text that opens with an imperative is a guide. */
const LONGEST_TASK_SENTENCES = 4;

/** The response is itself a task: “Write a detailed essay about …”, where nobody asked for one. */
function newTask(before: Pair, after: Pair): string | undefined {
  if (!IMPERATIVE.test(after.response) || IMPERATIVE.test(before.response)) return undefined;
  if (WANTS_A_TASK.test(`${after.instruction}\n${after.input}`)) return undefined;
  const sentences = sentencesOf(after.response);
  return sentences.length <= LONGEST_TASK_SENTENCES ? sentences[0] : undefined;
}
