import type { Keepable } from '../../core/recipe.ts';
import { findFences } from '../fences.ts';
import { type Rewrite, type Rule, wholeText } from './rule.ts';

/** The two texts in which something is to be found again. In phase 1 the task itself changes, so there only what the recipe asks to keep is looked for, anywhere in the pair. */
function keptIn({ phase, before, after, recipe }: Rewrite, keepable: Keepable): { before: string; after: string } | undefined {
  if (phase === 'response') return { before: before.response, after: after.response };
  return recipe.keep.includes(keepable) ? { before: wholeText(before), after: wholeText(after) } : undefined;
}

// What a line of a program looks like; a line of prose hardly ever does.
const CODE_LINE =
  /^\s*(?:(?:async\s+)?(?:def|class|function|public|private|static|const|let|var|import|from|return|elif|#include|using|package|func|fn|struct|enum|try|catch|SELECT|INSERT|UPDATE|CREATE TABLE)\b.*[;:{}()=,'"]|(?:if|for|while|switch)\s*\(.*\)\s*\{?|(?:if|for|while|else|with)\b.*:\s*$|[\w.[\]"']+\s*(?:[+*/-]?=)\s*\S+.*[;)\]}\d'"]|[\w.]+\(.*\);?|<\/?[a-z][^<>]*>.*|[{}[\])]+[;,]?|.*[;{}])\s*$/;
/** Nobody writes a longer one, and patterns are not to be tried on a text without end. */
const LONGEST_CODE_LINE = 1000;
const INLINE_CODE = /(?<!`)`([^`\n]+)`(?!`)/g;

/**
 * Code is gone: the old text had fenced code, two or more lines that look like code, or words in backticks, and the new one has none and
 * repeats none of the words. Phase 2: of the response. Phase 1: of the pair, if the recipe keeps code. Misses code that became other code.
 */
export const codeLost: Rule = (rewrite) => {
  const texts = keptIn(rewrite, 'code');
  if (!texts) return undefined;
  const lines = codeLines(texts.before, 2);
  const inline = inlineCode(texts.before);
  const left = codeLines(texts.after, 1) > 0 || inlineCode(texts.after).length > 0;
  if (left) return undefined;
  if (lines > 0) return `lines of code: ${lines} → 0`;
  const repeated = inline.some((code) => texts.after.includes(code));
  return inline.length > 0 && !repeated ? inline.join(' ') : undefined;
};

/** Lines of fenced code, or where there are none, of what looks like code, if there are at least so many. */
function codeLines(text: string, leastUnfenced: number): number {
  const lines = text.split('\n');
  const fenced = findFences(lines).reduce((sum, { first, last }) => sum + Math.max(1, last - first - 1), 0);
  const unfenced = lines.filter((line) => line.length <= LONGEST_CODE_LINE && CODE_LINE.test(line.trim())).length;
  return fenced > 0 ? fenced : unfenced >= leastUnfenced ? unfenced : 0;
}

function inlineCode(text: string): string[] {
  return Array.from(text.matchAll(INLINE_CODE), ([, code = '']) => code);
}

const MARKDOWN_RULE = /^[ \t]*(?:\|[ \t]*)?(?::?-{2,}:?[ \t]*\|[ \t]*)+(?::?-{2,}:?[ \t]*)?$/m;
const HTML_TABLE = /<table\b/i;
/** Rows of which a table without rules has at least. */
const LEAST_ROWS = 3;
const LONGEST_CELL = 40;

/**
 * A table is gone: Markdown, HTML, or at least three lines in a row with equally many tabs, bars, semicolons or commas between short cells.
 * Phase 2: of the response. Phase 1: of the pair, if the recipe keeps tables. Any table in the new text will do, so lost rows are missed.
 */
export const tableLost: Rule = (rewrite) => {
  const texts = keptIn(rewrite, 'tables');
  if (!texts) return undefined;
  const header = tableHead(texts.before);
  return header !== undefined && tableHead(texts.after) === undefined ? header : undefined;
};

/** The first row of a table in the text. */
function tableHead(text: string): string | undefined {
  const rule = MARKDOWN_RULE.exec(text);
  if (rule) return text.slice(0, rule.index).trimEnd().split('\n').at(-1)?.trim() || rule[0].trim();
  const html = HTML_TABLE.exec(text);
  if (html) return html[0];
  const lines = text.split('\n');
  return lines.find((_, first) => ['\t', '|', ';', ','].some((separator) => areRows(lines.slice(first, first + LEAST_ROWS), separator)))?.trim();
}

function areRows(lines: readonly string[], separator: string): boolean {
  const counts = lines.map((line) => line.split(separator).length);
  const [width = 0] = counts;
  // Prose has single commas and code ends in semicolons: below three columns only tabs and bars make a table.
  const leastWidth = separator === '\t' || separator === '|' ? 2 : 3;
  const cells = lines.flatMap((line) => line.split(separator).map((cell) => cell.trim()));
  const short = cells.every((cell) => cell.length <= LONGEST_CELL) && cells.filter((cell) => cell !== '').length * 2 >= cells.length;
  const sentences = separator === ',' && lines.some((line) => /[.!?:,]\s*$/.test(line));
  return lines.length === LEAST_ROWS && width >= leastWidth && counts.every((count) => count === width) && short && !sentences;
}
