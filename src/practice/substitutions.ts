// Verbs with which instructions open a line. Written with a capital and without a space in front.
const OPENING_VERBS = `
  Write>Compose Create>Build Generate>Produce Describe>Depict Explain>Clarify Find>Locate Give>Offer Identify>Determine
  Suggest>Propose Construct>Assemble Provide>Supply Rewrite>Rephrase Summarize>Condense Calculate>Compute Compare>Contrast
  Classify>Categorize Convert>Transform Edit>Revise Choose>Pick Design>Devise Discuss>Consider Develop>Devise`;

// The same in the middle of a text, where a sentence opens.
const SENTENCE_OPENERS = 'However>Nevertheless Additionally>Furthermore Finally>Lastly Therefore>Hence Overall>Altogether';

// A word keeps its kind and whether it opens with a vowel, so that "a" and "an" in front stay right.
const WORDS = `
  big>large good>fine great>superb important>essential small>little huge>vast happy>glad sad>gloomy beautiful>lovely nice>pleasant
  bad>poor smart>clever simple>plain quick>rapid slow>sluggish strong>sturdy powerful>mighty healthy>wholesome dangerous>hazardous
  common>widespread several>multiple many>numerous various>diverse different>distinct main>chief famous>renowned difficult>tough
  easy>effortless excellent>outstanding amazing>astonishing interesting>intriguing clear>plain final>last
  quickly>rapidly easily>effortlessly often>frequently usually>generally also>likewise however>nevertheless therefore>thus
  clearly>plainly carefully>cautiously completely>totally mostly>mainly maybe>perhaps very>really
  help>support helps>supports begin>start begins>starts improve>enhance improving>enhancing improves>enhances reduce>lower
  reduces>lowers reducing>lowering provides>offers providing>offering ensure>guarantee ensuring>guaranteeing allow>permit
  allows>permits allowing>permitting shows>displays create>build creates>builds creating>building created>built choose>pick
  choosing>picking buy>purchase talk>speak understand>grasp remember>recall explain>clarify describe>depict write>compose
  develop>devise protect>guard gather>collect requires>demands contains>holds
  story>tale stories>tales ideas>suggestions ways>methods problems>difficulties benefits>advantages examples>instances
  method>technique methods>techniques steps>stages parts>portions results>outcomes goal>target
  goals>targets places>locations city>town money>funds friend>companion friends>companions kids>children`;

function readPairs(list: string, prefix: string): [string, string][] {
  return list.trim().split(/\s+/).map((pair) => {
    const [word = '', other = ''] = pair.split('>');
    return [prefix + word, prefix + other];
  });
}

/** What the practice oracle writes instead of a word; the space in front belongs to the word. */
export const SUBSTITUTIONS: ReadonlyMap<string, string> = new Map([
  ...readPairs(OPENING_VERBS, ''),
  ...readPairs(SENTENCE_OPENERS, ' '),
  ...readPairs(WORDS, ' '),
]);
