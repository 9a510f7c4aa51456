import nlp from 'compromise/two';
import { baseOf, objectAfter, type Term } from './direct-object.ts';

/** What a sentence asks for. Both in their base form, lower-cased: `generate`, `list`. */
export interface VerbObject {
  readonly verb: string;
  /** Head of the verb's direct object; absent where it has none, or a pronoun or a clause. */
  readonly noun?: string;
}

/** No instruction says what it wants later than this. */
const MAX_CHARACTERS = 600;

/** After two words at least, and before a capital. */
const SENTENCE_END = /(?<=\s\S+\s.*\p{Ll})[.!?]+["'”’)\]]*(?=\s+\p{Lu})/u;

const COPULA = new Set(['is', 'are', 'was', 'were', 'be', 'am', 'been', "what's", "who's"]);
const AUXILIARIES = new Set(['do', 'does', 'did', 'can', 'could', 'will', 'would', 'should', 'shall', 'may', 'might', 'must', 'have', 'has', 'had', ...COPULA]);
const OPENERS = new Set(['please', 'kindly', 'now', 'then', 'first', 'next', 'just', 'hey', 'hi', 'hello', 'ok', 'okay', 'so', 'and']);
/** What a clause before the main one begins with. */
const SUBORDINATE = new Set(['given', 'based', 'using', 'if', 'when', 'while', 'as', 'after', 'before', 'considering', 'assuming', 'suppose', 'imagine', 'for', 'from', 'in', 'with', 'to', 'on', 'by', 'at', 'following', 'because', 'since', 'once', 'of', 'without']);

/**
 * The root verb of the first sentence of an English text and the head of its direct object. Undefined where no verb is found.
 * Rules over the part-of-speech tags of compromise; how often they are right is in test/quality/verb-object.test.ts.
 */
export function readVerbObject(text: string): VerbObject | undefined {
  const document = nlp(firstSentence(text)).compute('root');
  // The tagged words themselves; the library has no lighter way to them than to make copies.
  const terms = (document.document[0] ?? []) as unknown as readonly Term[];
  const at = rootVerbAt(terms);
  const term = at === undefined ? undefined : terms[at];
  if (at === undefined || !term) return undefined;
  const verb = COPULA.has(term.normal) ? 'be' : baseOf(term);
  const noun = verb === 'be' ? undefined : objectAfter(terms, lastOfVerbs(terms, at));
  return noun === undefined ? { verb } : { verb, noun };
}

/** The first sentence, or somewhat more: the tagger knows abbreviations better, but its time goes by the length of what it is given. */
export function firstSentence(text: string): string {
  const line = (text.trim().split('\n', 1)[0] ?? '').slice(0, MAX_CHARACTERS);
  const end = SENTENCE_END.exec(line);
  return end ? line.slice(0, end.index + end[0].length) : line;
}

function rootVerbAt(terms: readonly Term[]): number | undefined {
  const start = mainClauseStart(terms);
  const first = terms[start];
  if (!first) return undefined;
  if (isQuestion(first)) return questionVerbAt(terms, start);
  if (isImperative(first, terms[start + 1]) || lastOfVerbs(terms, start) > start) return start;
  const found = terms.findIndex((term, index) => index >= start && term.tags.has('Verb') && !AUXILIARIES.has(term.normal));
  if (found >= 0) return found;
  const copula = terms.findIndex((term) => COPULA.has(term.normal));
  return copula >= 0 ? copula : undefined;
}

/** Skips words of address and a clause before the main one, where a comma or an imperative ends it. */
function mainClauseStart(terms: readonly Term[]): number {
  let start = 0;
  while (OPENERS.has(terms[start]?.normal ?? '')) start += 1;
  const first = terms[start];
  if (!first || !isSubordinate(first, terms[start + 1])) return start;
  const comma = terms.findIndex((term, index) => index > start && term.post.includes(',') && startsClause(terms, index + 1));
  if (comma >= 0) return comma + 1;
  const imperative = terms.findIndex(({ tags }, index) => index > start && tags.has('Imperative'));
  return imperative >= 0 ? imperative : start;
}

function isSubordinate({ normal, tags }: Term, next: Term | undefined): boolean {
  if (tags.has('Gerund')) return true;
  if (!SUBORDINATE.has(normal)) return false;
  // “Imagine a world” is an order of its own, “Imagine you are a pilot, write” is not.
  return normal !== 'imagine' && normal !== 'suppose' ? true : !tags.has('Imperative') || (next?.tags.has('Pronoun') ?? false);
}

function startsClause(terms: readonly Term[], at: number): boolean {
  const term = terms[at];
  return term !== undefined && (isQuestion(term) || OPENERS.has(term.normal) || isImperative(term, terms[at + 1]));
}

function isQuestion({ normal, tags }: Term): boolean {
  return tags.has('QuestionWord') || AUXILIARIES.has(normal);
}

/** A base form; or what the tagger takes for a noun although a determiner follows, as in “List three”, “Rank the”. */
function isImperative({ tags }: Term, next: Term | undefined): boolean {
  if (tags.has('Infinitive') || tags.has('Imperative')) return true;
  const opens = next !== undefined && ['Determiner', 'Possessive', 'Value'].some((tag) => next.tags.has(tag)) && !next.tags.has('Pronoun');
  return opens && !tags.has('Determiner') && !tags.has('Pronoun') && !tags.has('Gerund') && (tags.has('Noun') || tags.has('Adjective') || tags.has('Verb'));
}

/** The verb that an auxiliary leads up to (“How do you make”), else the first of its own (“Who wrote”), else `be`. */
function questionVerbAt(terms: readonly Term[], start: number): number | undefined {
  const auxiliary = terms.findIndex(({ normal }, index) => index >= start && AUXILIARIES.has(normal));
  const ownBefore = terms.findIndex(({ tags, normal }, index) => index > start && (auxiliary < 0 || index < auxiliary) && tags.has('Verb') && !AUXILIARIES.has(normal));
  if (ownBefore >= 0) return ownBefore;
  if (auxiliary < 0) return undefined;
  if (COPULA.has(terms[auxiliary]?.normal ?? '')) return isParticiple(terms[auxiliary + 1]) ? auxiliary + 1 : auxiliary;
  const main = terms.findIndex(({ tags, normal }, index) => index > auxiliary && tags.has('Verb') && !AUXILIARIES.has(normal) && !tags.has('Gerund'));
  return main >= 0 ? main : auxiliary;
}

/** “Compare and contrast the”: both verbs have the object of the second. */
function lastOfVerbs(terms: readonly Term[], at: number): number {
  const second = terms[at + 2];
  return terms[at + 1]?.normal === 'and' && second?.tags.has('Verb') ? at + 2 : at;
}

/** “is formed”: the verb is the participle. */
function isParticiple(term: Term | undefined): boolean {
  return term !== undefined && term.tags.has('Verb') && (term.tags.has('PastTense') || term.tags.has('Participle') || term.tags.has('Gerund'));
}
