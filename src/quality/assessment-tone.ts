import type { Assessment, CritiqueNote } from '../core/verdict.ts';

/** What a critique's remark on a criterion amounts to. `unclear`: it says nothing that can be read either way. */
export const TONES = ['good', 'fair', 'poor', 'unclear'] as const satisfies readonly (Assessment | 'unclear')[];

/** One of {@link TONES}. */
export type Tone = (typeof TONES)[number];

const PRAISE =
  'accurate|accurately|adequate|adequately|appropriate|appropriately|clear|clearly|coherent|comprehensive|complete|concise|correct|correctly|detailed|directly|effective|effectively|engaging|excellent|exactly|fine|good|great|helpful|informative|insightful|nuanced|perfect|precise|precisely|reasonable|relevant|rich|solid|sound|specific|strong|sufficient|sufficiently|thorough|thoroughly|unambiguous|useful|valid|well';

const BLAME =
  'ambiguous|ambiguity|awkward|bad|bland|brief|confusing|contradictory|dubious|error|errors|fail|fails|failed|failing|flawed|generic|inaccurate|inaccuracies|inadequate|incomplete|inconsistent|incorrect|incorrectly|insufficient|irrelevant|lack|lacks|lacking|limited|misleading|mistake|mistakes|mistaken|missing|misses|omits|omitted|outdated|overly|oversimplified|poor|poorly|problem|problematic|redundant|repetitive|shallow|short|shortcoming|sparse|superficial|terse|too|typo|typos|unclear|unhelpful|unnecessary|unsupported|untrue|useless|vague|vagueness|weak|wrong';

/** Of an instruction that asks for little: the method wants them complex. Of a response these words say nothing. */
const SLIGHT = 'basic|minimal|simple|simplistic|simply|straightforward|trivial|rudimentary|easy';

const DENIAL = 'not|no|never|without|hardly|barely|nothing|none|nor|cannot';
const AUXILIARY = 'does|do|did|is|are|was|were|has|have|had|can|could|would|should';
const WISH = 'more|less|could|should|would|might|needs?|better|greater|further';
const GAP = "(?:[\\s,]+[\\w'’-]+){0,2}?[\\s,]+";

/** In the order in which they are tried at each place, so that “not misleading” is praise and “could be more detailed” is blame. */
function cuesOf(blame: string): RegExp {
  // With the auxiliary before it, so that “is not” alone does not get there first.
  const denied = `\\b(?:(?:(?:${AUXILIARY})\\s+)?(?:${DENIAL})|(?:${AUXILIARY})n['’]t)`;
  return new RegExp(
    [
      `(?<deniedBlame>${denied}${GAP}(?:${blame})\\b)`,
      `(?<deniedPraise>(?:${denied}|\\b(?:${WISH}|lack(?:s|ing)?|insufficiently))${GAP}(?:${PRAISE})\\b)`,
      `(?<denial>\\b(?:${AUXILIARY})(?:n['’]t|\\s+not)\\b|\\bcannot\\b)`,
      `(?<wish>\\b(?:could|should|might|would)\\s+(?:be|have|benefit|include|use|add|also|help|provide|explain|enhance)\\b)`,
      `(?<blame>\\b(?:${blame})\\b)`,
      `(?<praise>\\b(?:${PRAISE})\\b)`,
    ].join('|'),
    'giu',
  );
}

const CUES = { instruction: cuesOf(`${BLAME}|${SLIGHT}`), response: cuesOf(BLAME) } as const;

/**
 * What a remark amounts to. A structured answer says so itself. Of free text: praise alone is `good`, blame alone is `poor`, both are `fair`, neither
 * is `unclear`, by a list of English words with their denials and wishes; irony, comparisons and other languages are beyond it. The method's
 * prompts ask what is not good, so critiques lean to blame: compare tones with tones of the same recipe and oracle, before and after.
 */
export function toneOf({ subject, text, assessment }: Pick<CritiqueNote, 'subject' | 'text' | 'assessment'>): Tone {
  if (assessment) return assessment;
  const found = { praise: false, blame: false };
  for (const { groups = {} } of text.matchAll(CUES[subject])) {
    const isPraise = groups['praise'] !== undefined || groups['deniedBlame'] !== undefined;
    found[isPraise ? 'praise' : 'blame'] = true;
  }
  if (found.praise && found.blame) return 'fair';
  return found.praise ? 'good' : found.blame ? 'poor' : 'unclear';
}
