import nlp from 'compromise/two';

/** What a sentence asks for. Both in their base form, lower-cased: `generate`, `list`. */
export interface VerbObject {
  readonly verb: string;
  /** Head of the verb's direct object; absent where it has none, or a pronoun or a clause. */
  readonly noun?: string;
}

/** A word as the tagger leaves it. */
interface Term {
  readonly normal: string;
  /** Base form, where it is another. */
  readonly root?: string;
  /** What stands before the next word: space and punctuation. */
  readonly post: string;
  /** What stands before it, but for a space: an opening quote or bracket. */
  readonly pre: string;
  readonly tags: ReadonlySet<string>;
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
const RECIPIENTS = new Set(['me', 'us', 'him', 'her', 'them', 'you', 'yourself']);
const POINTERS = new Set(['given', 'following', 'provided']);
const PARTICLES = new Set(['up', 'out', 'down', 'off', 'back', 'over', 'away']);
const JOINS = new Set(['and', 'or']);
const HYPHEN = /^[-–]$/;
const OPENS_APPOSITION = /['"“‘(]/;
const ENDS_CLAUSE = /[,:;.?!()–—]/;

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

/** Sentences that are remembered: those of two large editions. */
const MAX_KNOWN = 120_000;

/** Reads instructions as {@link readVerbObject} does, each sentence once: editions have many in common, and the tagger takes most of a description's time. */
export class VerbReader {
  readonly #known = new Map<string, VerbObject | undefined>();

  read(text: string): VerbObject | undefined {
    const sentence = firstSentence(text);
    if (this.#known.has(sentence)) return this.#known.get(sentence);
    if (this.#known.size >= MAX_KNOWN) this.#known.clear();
    const found = readVerbObject(sentence);
    this.#known.set(sentence, found);
    return found;
  }
}

/** The first sentence, or somewhat more: the tagger knows abbreviations better, but its time goes by the length of what it is given. */
function firstSentence(text: string): string {
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

function objectAfter(terms: readonly Term[], verbAt: number): string | undefined {
  let at = verbAt + 1;
  if (ENDS_CLAUSE.test(terms[verbAt]?.post ?? '')) return undefined;
  while (PARTICLES.has(terms[at]?.normal ?? '') || terms[at]?.tags.has('Adverb')) at += 1;
  if (RECIPIENTS.has(terms[at]?.normal ?? '')) at += 1;
  const first = at;
  let head: Term | undefined;
  // “the tense used”: what the tagger takes for an adjective stands for the noun where none follows.
  let adjective: Term | undefined;
  for (; at < terms.length; at += 1) {
    const term = terms[at];
    // “the term ‘ecosystem’” is about the term.
    if (!term || (head && OPENS_APPOSITION.test(term.pre))) break;
    const inWord = HYPHEN.test(terms[at - 1]?.post ?? '');
    const noun = isNoun(term) || isMistakenNoun(term, at > first, head, terms[at + 1]);
    if (!noun && !inWord && !belongsToPhrase(term, head, terms[at + 1])) break;
    if (noun && !HYPHEN.test(term.post)) head = term;
    else if (term.tags.has('Adjective') && at > first) adjective = term;
    if (ENDS_CLAUSE.test(term.post) && !(term.post.includes(',') && !head)) break;
  }
  const object = head ?? adjective;
  return object && baseOf(object);
}

function isNoun({ tags }: Term): boolean {
  return tags.has('Noun') && !tags.has('Pronoun') && !tags.has('Possessive');
}

/** What the tagger takes for a verb where only a noun can stand: “the second sentence a …”, “key points from”, “a blog post”. */
function isMistakenNoun({ tags }: Term, inPhrase: boolean, head: Term | undefined, next: Term | undefined): boolean {
  if (!inPhrase || !tags.has('Verb') || ['PastTense', 'Participle', 'Gerund', 'Copula', 'Auxiliary'].some((tag) => tags.has(tag))) return false;
  const ends = next === undefined || next.tags.has('Preposition') || next.tags.has('Conjunction');
  return ends || (head === undefined && next.tags.has('Determiner'));
}

/** Whether a word goes on with the noun phrase that has `head` so far. */
function belongsToPhrase({ tags, normal }: Term, head: Term | undefined, next: Term | undefined): boolean {
  if (head === undefined && JOINS.has(normal)) return true;
  if (tags.has('Preposition') || tags.has('Conjunction') || tags.has('QuestionWord')) return false;
  if (head && (tags.has('Determiner') || tags.has('Adverb') || tags.has('Pronoun') || normal === 'that')) return false;
  if (POINTERS.has(normal)) return true;
  // “the underlined word”
  if (tags.has('Verb')) return head === undefined && next !== undefined && (isNoun(next) || next.tags.has('Adjective'));
  return !tags.has('Pronoun') || tags.has('Possessive');
}

function baseOf({ root, normal }: Term): string {
  return (root ?? normal).replace(/^['"“‘]+|['"”’]+$/g, '');
}
