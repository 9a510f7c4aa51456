import { diffArrays } from 'diff';

/** A stretch of text that both versions share, or that only one of them has. */
export interface DiffSegment {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond this the search for the shortest edit is given up, so that no text can stall the page. */
const MAX_SEARCH_MS = 150;

/** With a smaller share of the texts in common, marking single words reads worse than marking the whole as new. */
const MIN_COMMON_FRACTION = 0.2;

/**
 * What changed between two texts, word by word, in the words of each script: Chinese, Japanese and Thai
 * are divided by the browser's dictionary. `same` with `removed` gives `before`, `same` with `added` gives `after`.
 */
export function diffWords(before: string, after: string): DiffSegment[] {
  const changes = diffArrays(words(before), words(after), { timeout: MAX_SEARCH_MS });
  const segments = (changes ?? []).map(({ value, added, removed }): DiffSegment => ({ kind: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }));
  const common = segments.filter(({ kind }) => kind === 'same').reduce((sum, { text }) => sum + text.trim().length, 0);
  const shorter = Math.min(before.trim().length, after.trim().length);
  if (before !== after && (changes === undefined || common < shorter * MIN_COMMON_FRACTION)) return replaced(before, after);
  return joinAcrossSpaces(segments);
}

/** The segments of one side of a comparison. */
export function sideOf(segments: readonly DiffSegment[], side: 'before' | 'after'): DiffSegment[] {
  return segments.filter(({ kind }) => kind === 'same' || kind === (side === 'before' ? 'removed' : 'added'));
}

function words(text: string): string[] {
  return Array.from(new Intl.Segmenter(undefined, { granularity: 'word' }).segment(text), ({ segment }) => segment);
}

function replaced(before: string, after: string): DiffSegment[] {
  const segments: DiffSegment[] = [
    { kind: 'removed', text: before },
    { kind: 'added', text: after },
  ];
  return segments.filter(({ text }) => text !== '');
}

/** A lone space between two changes belongs to the change: one long mark reads better than a row of short ones. */
function joinAcrossSpaces(segments: readonly DiffSegment[]): DiffSegment[] {
  const joined: DiffSegment[] = [];
  let removed = '';
  let added = '';
  const flush = () => {
    joined.push(...replaced(removed, added));
    removed = '';
    added = '';
  };
  segments.forEach(({ kind, text }, index) => {
    const between = kind === 'same' && text.trim() === '' && removed + added !== '' && index < segments.length - 1;
    if (kind === 'same' && !between) {
      flush();
      joined.push({ kind, text });
      return;
    }
    if (kind !== 'added') removed += text;
    if (kind !== 'removed') added += text;
  });
  flush();
  return joined;
}
