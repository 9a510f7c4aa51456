/** A word as the tagger leaves it. */
export interface Term {
  readonly normal: string;
  /** Base form, where it is another. */
  readonly root?: string;
  /** What stands before the next word: space and punctuation. */
  readonly post: string;
  /** What stands before it, but for a space: an opening quote or bracket. */
  readonly pre: string;
  readonly tags: ReadonlySet<string>;
}

const RECIPIENTS = new Set(['me', 'us', 'him', 'her', 'them', 'you', 'yourself']);
const POINTERS = new Set(['given', 'following', 'provided']);
const PARTICLES = new Set(['up', 'out', 'down', 'off', 'back', 'over', 'away']);
const JOINS = new Set(['and', 'or']);
const HYPHEN = /^[-–]$/;
const OPENS_APPOSITION = /['"“‘(]/;
const ENDS_CLAUSE = /[,:;.?!()–—]/;

/** The head of the direct object of the verb at `verbAt`, in its base form; undefined where it has none, or a pronoun or a clause. */
export function objectAfter(terms: readonly Term[], verbAt: number): string | undefined {
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

/** The base form of a word, without quotes. */
export function baseOf({ root, normal }: Term): string {
  return (root ?? normal).replace(/^['"“‘]+|['"”’]+$/g, '');
}
