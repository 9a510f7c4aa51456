import { isRefusal } from '../worthless.ts';
import { newTexts, type Rule } from './rule.ts';
import { sentencesOf } from './text-parts.ts';

const DECLINES: readonly RegExp[] = [
  /\bi(?:['’]m| am) (?:really |very |so )?sorry,? but (?:i|as an ai)\b/i,
  /\bi(?:['’]m| am) (?:sorry, but i(?:['’]m| am) )?(?:not able|unable) to (?:help|assist|fulfil|comply|provide|answer|complete|continue|create|write|generate|access|open|view|see|browse|perform|process)\b/i,
  /\bi (?:can['’]?t|cannot|can not|won['’]t|will not|must decline to) (?:help|assist|fulfil|comply|provide|answer|complete|continue|create|generate|engage|access|open|view|browse)\b/i,
  /\bas an ai(?: language)?(?: model| assistant)?,? i\b/i,
  /\bi (?:do not|don['’]t) have (?:the ability|access|enough (?:information|context))\b/i,
  /\bes tut mir leid,? aber ich (?:kann|darf|bin)\b|\bals (?:ki|ai)-(?:sprach)?modell\b/i,
  /\bje suis désolée?,? mais je ne (?:peux|suis)\b|\ben tant qu(?:['’]ia|e modèle)\b/i,
  /\blo siento,? pero no puedo\b|\bcomo (?:modelo de lenguaje|una? (?:ia|inteligencia artificial))\b/i,
  /\bmi dispiace,? ma non posso\b|\bdesculpe,? mas não posso\b|\bsinto muito,? mas não posso\b/i,
  /(?:извините|простите|к сожалению),? (?:но )?я не могу/iu,
  /(?:抱歉|对不起).{0,4}我(?:无法|不能)|作为(?:一个|一名)?(?:AI|人工智能)/u,
  /申し訳(?:ありません|ございません)が.{0,30}(?:できません|いたしかねます)/u,
];

const ASKS_TO_DECLINE = /\b(?:declin|refus|reject|turn(?:s|ing)? down|apolog|excuse|say(?:ing)? no|chatbot|ablehn|absag|entschuldig|refuser|rechaz)/i;
const LETTER_OR_SPEECH = /^\W*(?:dear|hi|hello|to whom|subject)\b|^["“«„]/i;

/**
 * A new text declines in its first two sentences or its last one, wherever the parser's own check of openings does not reach: behind a
 * polite word, in a long response, in a new instruction, in other languages. Not where the old text declined too, where declining is
 * the task, nor in letters and quoted speech. Misses refusals in the middle and roundabout ones (“it would be better to ask a doctor”).
 */
export const refusal: Rule = (rewrite) => {
  const { before, after } = rewrite;
  if (ASKS_TO_DECLINE.test(`${before.instruction}\n${before.input}\n${after.instruction}`)) return undefined;
  for (const text of newTexts(rewrite)) {
    if (declines(text.before) !== undefined) continue;
    const found = declines(text.after);
    if (found !== undefined) return found;
  }
  return undefined;
};

function declines(text: string): string | undefined {
  if (LETTER_OR_SPEECH.test(text)) return undefined;
  const sentences = sentencesOf(text);
  const decisive = [...sentences.slice(0, 2), ...sentences.slice(2).slice(-1)];
  return decisive.find((sentence) => !/["“«„]/.test(sentence) && (isRefusal(sentence) || DECLINES.some((pattern) => pattern.test(sentence))));
}
