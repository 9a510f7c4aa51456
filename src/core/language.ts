import { francAll } from 'franc-min';

/** A language that a text is probably in. */
export interface IdentifiedLanguage {
  /** ISO 639-3, such as `deu`; the macro-languages Chinese, Arabic and Persian as `cmn`, `arb`, `pes`. */
  readonly language: string;
  /** From above 0 to 1: the share of the letters where the script decides, else by how much the next best language lies behind. Not a probability. */
  readonly confidence: number;
}

/** The scripts that one language alone is usually written in. */
const SCRIPT_LANGUAGES: readonly (readonly [script: string, language: string])[] = [
  ['Han', 'cmn'],
  ['Hangul', 'kor'],
  ['Thai', 'tha'],
  ['Greek', 'ell'],
  ['Hebrew', 'heb'],
  ['Georgian', 'kat'],
  ['Armenian', 'hye'],
  ['Bengali', 'ben'],
  ['Gurmukhi', 'pan'],
  ['Gujarati', 'guj'],
  ['Tamil', 'tam'],
  ['Telugu', 'tel'],
  ['Kannada', 'kan'],
  ['Malayalam', 'mal'],
  ['Sinhala', 'sin'],
  ['Myanmar', 'mya'],
  ['Khmer', 'khm'],
  ['Lao', 'lao'],
  ['Ethiopic', 'amh'],
];

/** The languages of the scripts that many share. Those left out are taken for a neighbour: Danish for Swedish, Slovak for Czech. */
const TRIGRAM_LANGUAGES = 'eng deu fra spa ita por nld swe pol ces hun ron bos tur ind vie swh azj uzn som hau yor tgl rus ukr bul bel srp arb pes urd hin mar npi'.split(' ');

const SHARED_SCRIPTS = ['Latin', 'Cyrillic', 'Arabic', 'Devanagari'];

/** Reading more does not make it surer: the lead of the right language shrinks again. */
const LONGEST_SAMPLE = 500;
/** How far prose is looked for behind code. */
const LONGEST_SEARCH = 4000;
const SHORTEST_BY_SCRIPT_LETTERS = 2;
/** A text in two scripts is in the one that has this share of its letters. */
const LEAST_SCRIPT_FRACTION = 0.7;
/** How far the next language must lie behind, by letters. Fewer letters than the first number say nothing sure. */
const LEAST_LEADS = [
  { letters: 200, lead: 0.03 },
  { letters: 80, lead: 0.08 },
] as const;

const NOT_PROSE = /```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|`[^`\n]*`|<[^<>\n]{1,200}>|(?:https?:\/\/|www\.)\S+|\S+@\S+|\S*\d\S*|!?\[[^\]\n]*\]\([^)\n]*\)/g;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
const LETTER = /\p{L}/gu;
const SCRIPTS: readonly (readonly [script: string, letters: RegExp])[] = [...SHARED_SCRIPTS, ...SCRIPT_LANGUAGES.map(([script]) => script)].map((script) => [
  script,
  new RegExp(`\\p{Script=${script}}`, 'gu'),
]);

/**
 * The language that a text is in, or undefined where nothing sure can be said: below 80 letters where several languages share the
 * script, with two scripts side by side, or with two languages nearly as likely. Code in backticks, tags, addresses and words with digits do not count.
 *
 * LEAST_LEADS come from 3,900 texts of 80 letters or more of two English instruction sets: 5 % undefined, none wrong.
 */
export function languageOf(text: string): IdentifiedLanguage | undefined {
  const prose = text.slice(0, LONGEST_SEARCH).replace(NOT_PROSE, ' ').slice(0, LONGEST_SAMPLE);
  const letterCount = countOf(prose, LETTER);
  if (letterCount < SHORTEST_BY_SCRIPT_LETTERS) return undefined;
  const script = mainScript(prose, letterCount);
  if (script === undefined) return undefined;
  if (script.language !== undefined) return { language: script.language, confidence: script.fraction };
  return byTrigrams(prose, letterCount);
}

/** The English name of a language by its code in ISO 639-3, such as “German” for `deu`; the code itself where there is none. */
export function languageName(language: string, inLanguage = 'eng'): string {
  return new Intl.DisplayNames([inLanguage, 'en'], { type: 'language' }).of(language) ?? language;
}

/** The languages that {@link languageOf} tells apart, by their codes in ISO 639-3. */
export const IDENTIFIABLE_LANGUAGES: readonly string[] = [...SCRIPT_LANGUAGES.map(([, language]) => language), 'jpn', ...TRIGRAM_LANGUAGES];

interface MainScript {
  /** Undefined where several languages share it. */
  readonly language: string | undefined;
  readonly fraction: number;
}

function mainScript(prose: string, letterCount: number): MainScript | undefined {
  const kanaCount = countOf(prose, KANA);
  for (const [script, letters] of SCRIPTS) {
    const found = countOf(prose, letters);
    // Japanese is written in kana and Han together.
    const count = script === 'Han' ? found + kanaCount : found;
    const fraction = Math.min(1, count / letterCount);
    if (fraction < LEAST_SCRIPT_FRACTION) continue;
    const language = SCRIPT_LANGUAGES.find(([name]) => name === script)?.[1];
    return { language: script === 'Han' && kanaCount > 0 ? 'jpn' : language, fraction };
  }
  return undefined;
}

function byTrigrams(prose: string, letterCount: number): IdentifiedLanguage | undefined {
  const leastLead = LEAST_LEADS.find(({ letters }) => letterCount >= letters)?.lead;
  if (leastLead === undefined) return undefined;
  const [[language = 'und'] = [], [, next = 0] = []] = francAll(prose, { only: TRIGRAM_LANGUAGES });
  const lead = 1 - next;
  return language === 'und' || lead < leastLead ? undefined : { language, confidence: lead };
}

function countOf(text: string, letters: RegExp): number {
  return text.match(letters)?.length ?? 0;
}
