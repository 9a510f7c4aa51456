const ECHOES = new Set([
  'your new instruction',
  'your instruction',
  'your answer',
  'your new answer',
  'your better answer',
  'your answer to the new instruction',
  'new instruction',
  'new answer',
  'better answer',
  'instruction',
  'answer',
  'none',
  'same as above',
  'same as before',
  'unchanged',
]);

const LONGEST_NON_ANSWER = 200;
const NOT_AVAILABLE = /^n\.?\/a(?![\p{L}\p{N}])|^n\.?a\.?$/iu;

// What says that there is nothing to write, piece by piece: "No changes needed, as the original is correct."
const CHANGES = '(?:changes?|revisions?|edits?|modifications?|improvements?|corrections?|updates?|adjustments?|rewrit(?:e|ing)|revising)';
const ORIGINAL = '(?:original|existing|current|initial|provided|given)';
const TEXT = '(?:instruction|question|prompt|task|answer|response|output|text|version|one)';
const GOOD = '(?:correct|right|fine|good|accurate|clear|complete|adequate|appropriate|sufficient|perfect|ok|okay|acceptable)';
const AS_IT_IS = '(?:as (?:it )?is|as it stands|as (?:it )?was|unchanged|already|enough)';
const NOTHING_TO_WRITE = [
  `(?:there (?:is|are) )?(?:no|none|not any) (?:further |other |more |major |significant )?${CHANGES}(?: to (?:this|the|${ORIGINAL}) ?${TEXT}?)?(?: (?:is|are|was|were|seems?))?(?: (?:needed|necessary|required|made|suggested|to make|to be made))?`,
  'not applicable',
  `(?:there is )?nothing (?:needs )?to (?:be )?(?:changed?|improved?|revised?|corrected?|added?)`,
  `(?:the )?${ORIGINAL}(?: ${TEXT})? (?:is|was|seems|looks)(?: already| perfectly| entirely| quite)? ${GOOD}(?: ${AS_IT_IS})?`,
  `(?:the |this )?${TEXT} (?:is|was|seems|looks) (?:already (?:perfectly |quite )?${GOOD}|${GOOD} ${AS_IT_IS})`,
  `(?:the )?(?:same|identical)(?: ${TEXT})?(?: as| to)?(?: the)? (?:${ORIGINAL}|above|before)(?: ${TEXT})?`,
  `(?:please )?(?:keep|use|leave|retain|see)(?: the)? (?:${ORIGINAL}|same|above)(?: ${TEXT})?(?: ${AS_IT_IS})?`,
  `(?:the )?(?:${ORIGINAL} )?${TEXT}?(?: it)? ?(?:needs?|requires?) no(?: further)? ${CHANGES}`,
  `(?:the )?(?:${ORIGINAL} )?${TEXT} (?:can |should )?(?:remains?|stays?) (?:${AS_IT_IS}|the same)`,
  `(?:none|no ${TEXT}) (?:needed|necessary|required)`,
].map((pattern) => new RegExp(`^${pattern}$`));

/** Whether a text only repeats the format, or says that there is nothing to write ("N/A, the original is correct"). A text that merely contains such words is no placeholder. */
export function isPlaceholder(text: string): boolean {
  const bare = bareWords(text);
  if (bare === '') return text.trim() !== '' && /^[\s.…\-–—_*<>[\]()"']*$/u.test(text);
  return ECHOES.has(bare) || (text.length <= LONGEST_NON_ANSWER && (NOT_AVAILABLE.test(text.trim().replace(/^[*_"'“([]+/, '')) || saysNothingToWrite(text)));
}

function bareWords(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}\s/]/gu, '').replace(/\s+/g, ' ').trim();
}

function saysNothingToWrite(text: string): boolean {
  const clauses = piecesOf(text, /[.,;:!\n–—]+|\s-\s/);
  return clauses.length > 0 && clauses.every((clause) => isNothing(clause) || piecesOf(clause, /\b(?:as|since|because|and)\b/).every(isNothing));
}

function piecesOf(text: string, border: RegExp): string[] {
  return text.split(border).map(bareWords).filter((piece) => piece !== '');
}

function isNothing(piece: string): boolean {
  return NOTHING_TO_WRITE.some((pattern) => pattern.test(piece));
}

const LONGEST_REFUSAL = 600;
const REFUSAL = [
  /^(?:i['’]m|i am) (?:really |very |so )?sorry,? (?:but )?(?:i|as|that|this)\b/i,
  /^(?:i['’]m|i am) (?:not able|unable) to\b/i,
  /^(?:sorry,? (?:but )?)?i (?:can['’]?t|cannot|can not|won['’]t|will not|must decline to) (?:help|assist|fulfil|comply|provide|answer|do|continue|with|create|write|generate|engage)\b/i,
  /^as an ai(?: language)?(?: model| assistant)?,? i (?:can['’]?t|cannot|can not|am unable|am not able|do not|don['’]t)\b/i,
];

/** Whether a text declines the task instead of doing it. */
export function isRefusal(text: string): boolean {
  const opening = text.trim().replace(/^["'“”*_\s]+/, '');
  return opening.length <= LONGEST_REFUSAL && REFUSAL.some((pattern) => pattern.test(opening));
}
