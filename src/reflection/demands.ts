import type { PhaseName } from '../core/outcome.ts';
import type { Keepable, Recipe } from '../core/recipe.ts';

const KEEP: Record<Keepable, string> = {
  code: 'code in fenced blocks',
  tables: 'tables',
  numbers: 'all numbers and quantities',
  'list-counts': 'the number of list items that is asked for',
  format: 'the format that is asked for',
};

/** What a recipe asks of a phase beside the method itself, a line each; `''` when it asks for nothing. */
export function demandsOf(phase: PhaseName, { steer, language, lengths, keep }: Pick<Recipe, 'steer' | 'language' | 'lengths' | 'keep'>): string {
  const { instructionWordsMax, responseWordsMax } = lengths;
  const lines = [
    steer.trim(),
    language.trim() === '' ? '' : `Write everything in ${language.trim()}.`,
    instructionWordsMax === undefined || phase === 'response' ? '' : `Your instruction has at most ${instructionWordsMax} words.`,
    responseWordsMax === undefined ? '' : `Your answer has at most ${responseWordsMax} words.`,
    keep.length === 0 ? '' : `Keep what the record has of these: ${keep.map((kept) => KEEP[kept]).join('; ')}.`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}
