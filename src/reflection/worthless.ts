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
  'no change',
  'no changes needed',
]);

const LONGEST_NON_ANSWER = 200;
const NOT_AVAILABLE = /^n\/a(?![\p{L}\p{N}])/iu;

/** Whether a text only repeats the format, or says that there is nothing to write ("N/A, the original is correct"). A text that merely contains such words is no placeholder. */
export function isPlaceholder(text: string): boolean {
  const bare = text.toLowerCase().replace(/[^\p{L}\p{N}\s/]/gu, '').replace(/\s+/g, ' ').trim();
  if (bare === '') return text.trim() !== '' && /^[\s.…\-–—_*<>[\]()"']*$/u.test(text);
  return ECHOES.has(bare) || (NOT_AVAILABLE.test(text.trim()) && text.length <= LONGEST_NON_ANSWER);
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
