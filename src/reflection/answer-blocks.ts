import { unescapeText } from './escape.ts';
import { findFences } from './fences.ts';
import { ANSWER_MARKERS, type AnswerMarkerName } from './markers.ts';

/** A piece of an answer between a marker and its end. */
export interface AnswerBlock {
  readonly name: Exclude<AnswerMarkerName, 'end'>;
  /** Trimmed, dedented, unescaped. */
  readonly text: string;
  /** It ends at `[End]` or at the next marker, not at the end of the text. */
  readonly closed: boolean;
}

/** An answer taken apart: what stands before the first marker, and the blocks in order. */
export interface AnswerParts {
  readonly critique: string;
  readonly blocks: readonly AnswerBlock[];
}

interface MarkerHit {
  readonly name: AnswerMarkerName;
  readonly start: number;
  readonly end: number;
  /** Columns of list indentation before the marker. */
  readonly indent: number;
  /** Emphasis was opened before the marker and not closed right behind it. */
  readonly openEmphasis: string;
}

const NAMES: Record<string, AnswerMarkerName> = Object.fromEntries(
  Object.entries(ANSWER_MARKERS).map(([name, marker]) => [marker.slice(1, -1).toLowerCase(), name as AnswerMarkerName]),
);
const ANY = Object.keys(NAMES).join('|').replaceAll(' ', '[ \\t]+');
const TITLED = ANY.replace('|end', '');

// In front of a marker at the start of a line: indentation, quotes, heading, list number or bullet, emphasis, in any order.
const LEAD = '(?<lead>(?:[ \\t>#*_-]|(?:step[ \\t]+)?\\d{1,2}[.):])*)';
const BRACKETED = `\\[[ \\t]*(?<bracketed>${ANY})[ \\t]*:?[ \\t]*\\](?<tail>[*_]{1,3}:?|:)?`;
// Without brackets a marker must be a title: alone on its line or closed by a colon.
const BARE = `(?<bare>${TITLED})(?<bareTail>[ \\t]*[*_]{0,3}(?::[*_]{0,3}|[ \\t]*$))`;
const MARKER = new RegExp(`^${LEAD}(?:${BRACKETED}|${BARE})|(?<inlineLead>[*_]{1,3})?${BRACKETED.replaceAll('?<', '?<inline_')}`, 'gim');

/** Takes an answer apart at its markers: case-insensitive, with or without brackets, emphasis, heading or number; markers inside fenced code are text. */
export function splitAnswer(raw: string): AnswerParts {
  const hits = findMarkers(raw);
  const blocks: AnswerBlock[] = [];
  hits.forEach((hit, index) => {
    if (hit.name === 'end') return;
    const next = hits[index + 1];
    const text = cleanText(raw.slice(hit.end, next?.start ?? raw.length), hit);
    blocks.push({ name: hit.name, text, closed: next !== undefined });
  });
  return { critique: raw.slice(0, hits[0]?.start ?? raw.length), blocks };
}

function findMarkers(raw: string): MarkerHit[] {
  const fenced = fencedStretches(raw);
  const hits: MarkerHit[] = [];
  for (const match of raw.matchAll(MARKER)) {
    if (fenced.some(([start, end]) => match.index >= start && match.index < end)) continue;
    const hit = readHit(match);
    if (hit) hits.push(hit);
  }
  return hits;
}

function readHit(match: RegExpExecArray): MarkerHit | undefined {
  const groups = match.groups ?? {};
  const written = groups['bracketed'] ?? groups['bare'] ?? groups['inline_bracketed'] ?? '';
  const name = NAMES[written.toLowerCase().replace(/\s+/g, ' ')];
  if (!name) return undefined;
  const lead = groups['lead'] ?? groups['inlineLead'] ?? '';
  const tail = groups['tail'] ?? groups['bareTail'] ?? groups['inline_tail'] ?? '';
  const emphasis = /(?:\*{1,3}|_{1,3})$/.exec(lead)?.[0] ?? '';
  return {
    name,
    start: match.index,
    end: match.index + match[0].length,
    indent: lead.length - emphasis.length,
    openEmphasis: tail.includes(emphasis) ? '' : emphasis,
  };
}

function fencedStretches(raw: string): [number, number][] {
  const lines = raw.split('\n');
  const starts: number[] = [0];
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length + 1);
  // The opening line may carry a marker before its fence, and the closing line one behind it: both stay visible.
  return findFences(lines).map(({ first, last }) => [starts[first + 1] ?? 0, starts[last] ?? raw.length]);
}

function cleanText(piece: string, hit: MarkerHit): string {
  const lines = dedent(piece.replace(/\r\n?/g, '\n').split('\n'), hit.indent);
  const text = lines.join('\n').trim().replace(/\n[ \t]*(?:-{3,}|\*{3,}|_{3,})$/, '').trimEnd();
  const { openEmphasis } = hit;
  const dangling = openEmphasis !== '' && text.endsWith(openEmphasis) && text.split(openEmphasis).length % 2 === 0;
  return unescapeText(dangling ? text.slice(0, -openEmphasis.length).trimEnd() : text);
}

/** Takes list indentation of at most `columns` off all lines but the first; the content of a fence moves with its opening line and keeps its own shape. */
function dedent(lines: string[], columns: number): string[] {
  const inside = new Set(findFences(lines).flatMap(({ first, last }) => Array.from({ length: last - first - 1 }, (_, index) => first + 1 + index)));
  const indentOf = (line: string) => /^ */.exec(line)?.[0].length ?? 0;
  const outer = lines.filter((line, index) => index > 0 && line.trim() !== '' && !inside.has(index));
  const shift = outer.reduce((least, line) => Math.min(least, indentOf(line)), columns);
  return lines.map((line, index) => (index === 0 ? line : line.slice(Math.min(shift, indentOf(line)))));
}
