import { IDENTIFIABLE_LANGUAGES, languageName, languageOf } from '../../core/language.ts';
import { newTexts, type Rewrite, type Rule, wholeText } from './rule.ts';

/** A name in the instruction may be bent: “in French”, “ins Französische”. */
const STEM_LETTERS = 5;

/**
 * A new text is in none of the languages of the old pair, or not in the one that the recipe names. A language that the old or the new
 * instruction names (“translate into French”) is welcome. Says nothing wherever the language is not sure, so it misses
 * most texts of less than 80 letters, mixed ones, and a lost translation where the instruction stood in the language of the rewrite.
 */
export const otherLanguage: Rule = (rewrite) => {
  const others = newLanguages(rewrite).filter((language) => !isExpected(language, rewrite));
  if (others.length === 0) return undefined;
  const wanted = wantedLanguages(rewrite);
  const strange = wanted.length === 0 ? undefined : others.find((language) => !wanted.includes(language) && !isNamed(language, rewrite));
  return strange === undefined ? undefined : `${wanted.map((language) => languageName(language)).join(', ')} → ${languageName(strange)}`;
};

/** Of each new text, or where none says enough by itself, of all together. */
function newLanguages(rewrite: Rewrite): string[] {
  const each = newTexts(rewrite).flatMap(({ after }) => languageOf(after)?.language ?? []);
  return each.length > 0 ? each : languagesOf([wholeText(rewrite.after)]);
}

/** Nearly always this settles it, and the other texts and the names of all languages need not be looked at. */
function isExpected(language: string, { before, recipe }: Rewrite): boolean {
  return recipe.language.trim() === '' ? languageOf(before.response)?.language === language : isWished(language, recipe.language);
}

/** Whether a recipe's “English (British)” is this language. */
function isWished(language: string, wish: string): boolean {
  return wish.toLowerCase().includes(languageName(language).toLowerCase());
}

/** Empty where nothing is known of it. A new text in one of several old languages is welcome too. */
function wantedLanguages({ before, recipe }: Rewrite): string[] {
  if (recipe.language.trim() === '') return languagesOf([before.instruction, before.input, before.response, wholeText(before)]);
  return IDENTIFIABLE_LANGUAGES.filter((language) => isWished(language, recipe.language));
}

function languagesOf(texts: readonly string[]): string[] {
  return [...new Set(texts.flatMap((text) => languageOf(text)?.language ?? []))];
}

function isNamed(language: string, { before, after }: Rewrite): boolean {
  const instructions = `${before.instruction}\n${before.input}\n${after.instruction}`.toLowerCase();
  const inLanguages = ['eng', language, ...languagesOf([before.instruction])];
  const stems = inLanguages.map((inLanguage) => languageName(language, inLanguage).toLowerCase().slice(0, STEM_LETTERS));
  return stems.some((stem) => instructions.includes(stem)) || /\b(?:translat|übersetz|tradu[ijcz]|traduzir|vertaal)|перевед|翻译|翻訳|번역|ترجم|תרגם/iu.test(instructions);
}
