/** Words that hardly a sentence of a language does without, few of which are words of another of these languages too. */
const FUNCTION_WORDS = {
  en: 'the of and to in is are was for with this that what how why which from by on an it as at be do does can could should would your you following between into using write give explain describe',
  de: 'der die das und ist ein eine den dem des nicht mit von zu für auf wie was wir sie ich im zwischen folgenden schreibe warum welche',
  fr: 'le la les des et est une un du dans pour que qui quel quelle avec sur au aux ce cette vous comment pourquoi entre écrivez suivante',
  es: 'el la los las de y es una un del en para que qué con por su cómo cuál entre escribe explica siguiente',
  pt: 'o os as do da e é uma um em para que com por como qual entre escreva explique seguinte não',
  it: 'il lo gli di e è una un del della in che con come qual quale tra scrivi spiega seguente perché',
  nl: 'de het een en van is in op te dat voor met hoe wat tussen volgende schrijf niet waarom',
  pl: 'i w na z się jest do to nie jak co dla między napisz wyjaśnij',
} as const;

const LISTS = Object.entries(FUNCTION_WORDS).map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));

/** Letters that English has. Names and loan words may bring a few others. */
const PLAIN = /[a-z]/g;
const LETTER = /\p{L}/gu;
const MIN_PLAIN_FRACTION = 0.9;

/**
 * Whether a text is English, as far as script and function words tell: nine of ten letters are plain Latin ones, and no other of eight
 * languages has more of its function words in it. A short text without any counts as English.
 */
export function isEnglish(text: string, words: readonly string[]): boolean {
  const lower = text.toLowerCase();
  const letters = lower.match(LETTER)?.length ?? 0;
  if (letters === 0 || (lower.match(PLAIN)?.length ?? 0) < MIN_PLAIN_FRACTION * letters) return false;
  const hits = LISTS.map(({ language, words: known }) => ({ language, count: words.filter((word) => known.has(word)).length }));
  const english = hits.find(({ language }) => language === 'en')?.count ?? 0;
  return hits.every(({ count }) => count <= english);
}
