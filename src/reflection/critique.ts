import type { PhaseName } from '../core/outcome.ts';
import type { CritiqueNote, CritiqueSubject } from '../core/verdict.ts';
import { criteriaInUse, type Recipe, subjectsOf } from '../core/recipe.ts';
import { escapePattern } from './escape-pattern.ts';

// Bounded, or a model that has fallen into writing asterisks without end would be read without end.
const LEAD = '^[ \\t>#*_-]{0,40}(?:\\d{1,2}[.)][ \\t]{0,8})?[*_]{0,3}';
const HEADING = /^[ \t]*(?:#{1,6}[ \t]|\d{1,2}[.)][ \t]|\*\*[^*\n]+\*\*[ \t]*:?[ \t]*$|\*\*[^*\n]+:\*\*)/m;

interface Named {
  readonly subject: CritiqueSubject;
  readonly criterion: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the critique criterion by criterion, in the order of the recipe, as far as the text allows:
 * a criterion that the text never names is left out. Works on a critique that is still being written.
 */
export function readCritique(phase: PhaseName, text: string, recipe: Pick<Recipe, 'criteria'>): CritiqueNote[] {
  const named: Named[] = [];
  for (const subject of subjectsOf(phase)) {
    for (const { name: criterion } of criteriaInUse(recipe, subject)) {
      // Of a name that both subjects have, the latter is the latter's.
      const place = named.filter((one) => same(one.criterion, criterion)).length;
      const match = [...text.matchAll(patternOf(criterion))][place];
      if (match) named.push({ subject, criterion, start: match.index, end: match.index + match[0].length });
    }
  }
  const boundaries = named.map(({ start }) => start).sort((a, b) => a - b);
  return named.map(({ subject, criterion, start, end }) => {
    const next = boundaries.find((boundary) => boundary > start) ?? text.length;
    return { subject, criterion, text: upToHeading(text.slice(end, next)) };
  });
}

function same(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** A name at the start of a line and on its own there or before a colon or a dash. Its weight may follow, as the prompt has it. */
function patternOf(criterion: string): RegExp {
  const name = escapePattern(criterion.trim());
  return new RegExp(`${LEAD}${name}[*_]*(?:[ \\t]*\\(counts [^)\\n]*\\))?[*_]*[ \\t]*(?:[:–—-][*_]*|$)[ \\t]*`, 'gim');
}

/** The lines of a text as one. */
export function onOneLine(text: string): string {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '').join(' ');
}

function upToHeading(text: string): string {
  const heading = HEADING.exec(text);
  const piece = heading && heading.index > 0 ? text.slice(0, heading.index) : text;
  return onOneLine(piece);
}
