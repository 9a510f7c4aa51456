import type { VerbCount } from '../quality/verbs.ts';

/** A ring's piece, drawn round the origin. Angles are in degrees, clockwise from the top. */
export interface SunburstPiece {
  readonly path: string;
  /** Which of the verbs it belongs to, from 0. */
  readonly place: number;
  readonly word: string;
  readonly count: number;
  /** Where its word stands; undefined where it has no room. */
  readonly label: { readonly transform: string; readonly anchor: 'start' | 'end' } | undefined;
}

/** A sunburst: verbs inside, their objects outside, each as wide as it is frequent. */
export interface Sunburst {
  readonly verbs: readonly SunburstPiece[];
  readonly nouns: readonly SunburstPiece[];
}

/** Rings, in the units of the picture. */
const RINGS = { verb: { inner: 60, outer: 130 }, noun: { inner: 132, outer: 200 } } as const;

/** Narrower pieces have no room for a word. Verbs stand at the outer edge of their ring, where it is widest. */
const MIN_LABEL_DEGREES = { verb: 6.5, noun: 4.2 } as const;
const MARGIN = 5;
const LONGEST_WORD = 13;

/** Lays a sunburst out. Objects that are not among the most frequent of their verb leave a gap. */
export function layOutSunburst(top: readonly VerbCount[]): Sunburst {
  const total = top.reduce((sum, { count }) => sum + count, 0);
  const degrees = (count: number) => (count / Math.max(1, total)) * 360;
  const verbs: SunburstPiece[] = [];
  const nouns: SunburstPiece[] = [];
  let start = 0;
  top.forEach((verb, place) => {
    const end = start + degrees(verb.count);
    verbs.push(piece(verb.word, verb.count, place, start, end, 'verb'));
    let from = start;
    for (const noun of verb.nouns) {
      const to = from + degrees(noun.count);
      nouns.push(piece(noun.word, noun.count, place, from, to, 'noun'));
      from = to;
    }
    start = end;
  });
  return { verbs, nouns };
}

function piece(word: string, count: number, place: number, start: number, end: number, ring: keyof typeof RINGS): SunburstPiece {
  const { inner, outer } = RINGS[ring];
  return { path: ringPath(start, end, inner, outer), place, word, count, label: labelOf(word, start, end, ring) };
}

function labelOf(word: string, start: number, end: number, ring: keyof typeof RINGS): SunburstPiece['label'] {
  if (end - start < MIN_LABEL_DEGREES[ring] || word.length > LONGEST_WORD) return undefined;
  const middle = (start + end) / 2;
  // On the left half words are turned round, so that none stands on its head.
  const left = middle > 180;
  const radius = ring === 'verb' ? RINGS.verb.outer - MARGIN : RINGS.noun.inner + MARGIN;
  const anchor = (ring === 'verb') === left ? 'start' : 'end';
  return { transform: `rotate(${round(left ? middle + 90 : middle - 90)}) translate(${left ? -radius : radius} 0)`, anchor };
}

function ringPath(start: number, end: number, inner: number, outer: number): string {
  // An arc that ends where it begins would not be drawn.
  const stop = Math.min(end, start + 359.99);
  const large = stop - start > 180 ? 1 : 0;
  return `M${point(start, outer)}A${outer} ${outer} 0 ${large} 1 ${point(stop, outer)}L${point(stop, inner)}A${inner} ${inner} 0 ${large} 0 ${point(start, inner)}Z`;
}

function point(degrees: number, radius: number): string {
  const angle = (degrees * Math.PI) / 180;
  return `${round(radius * Math.sin(angle))} ${round(-radius * Math.cos(angle))}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
