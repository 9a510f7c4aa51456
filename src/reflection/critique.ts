import type { PhaseName } from '../core/outcome.ts';
import type { CritiqueNote } from '../core/verdict.ts';
import { criteriaInUse, type Recipe, subjectsOf } from '../core/recipe.ts';

const LEAD = '^[ \\t>#*_-]*(?:\\d{1,2}[.)][ \\t]*)?[*_]*';
const HEADING = /^[ \t]*(?:#{1,6}[ \t]|\d{1,2}[.)][ \t]|\*\*[^*\n]+\*\*[ \t]*:?[ \t]*$|\*\*[^*\n]+:\*\*)/m;

/**
 * Reads the critique criterion by criterion, in the order of the recipe, as far as the text allows:
 * a criterion that the text never names is left out. Works on a critique that is still being written.
 */
export function readCritique(phase: PhaseName, text: string, recipe: Pick<Recipe, 'criteria'>): CritiqueNote[] {
  const starts = subjectsOf(phase).flatMap((subject) =>
    criteriaInUse(recipe, subject).flatMap(({ name: criterion }) => {
      const match = new RegExp(`${LEAD}${escapePattern(criterion)}[*_]*[ \\t]*(?:[:–—-][*_]*|$)[ \\t]*`, 'im').exec(text);
      return match ? [{ subject, criterion, start: match.index, end: match.index + match[0].length }] : [];
    }),
  );
  const boundaries = starts.map(({ start }) => start).sort((a, b) => a - b);
  return starts.map(({ subject, criterion, start, end }) => {
    const next = boundaries.find((boundary) => boundary > start) ?? text.length;
    return { subject, criterion, text: upToHeading(text.slice(end, next)) };
  });
}

function upToHeading(text: string): string {
  const heading = HEADING.exec(text);
  const piece = heading && heading.index > 0 ? text.slice(0, heading.index) : text;
  return piece.trim().replace(/\s*\n\s*/g, ' ');
}

// RegExp.escape is younger than the browsers that the page supports.
function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
