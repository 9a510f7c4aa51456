import { CONTAINERS } from '../formats/containers/containers.ts';
import { isRecord } from '../formats/piece.ts';
import { type RecordObject } from '../formats/record.ts';
import { readSlices } from '../formats/slices.ts';
import { ScoreFileError } from './score-file-error.ts';

/** An object of a score file as it stands there: nothing of it is trusted yet. */
export interface ForeignRecord {
  readonly line: number;
  readonly object: RecordObject;
}

const HEAD_BYTES = 4096;

/**
 * The objects of a file of JSON lines or of a JSON array, or the rows of comma- or tab-separated columns with a header. Python's NaN
 * and Infinity, which are not JSON, are read as such numbers. Throws ScoreFileError `empty-file`, `not-scores`, `not-an-object`,
 * `cell-count` or `unreadable`, or the signal's reason.
 */
export async function* readForeignRecords(file: Blob, signal: AbortSignal): AsyncGenerator<ForeignRecord, void, undefined> {
  try {
    const start = (await file.slice(0, HEAD_BYTES).text()).trimStart()[0];
    if (start === undefined) throw new ScoreFileError('empty-file', 0);
    yield* start === '[' || start === '{' ? readObjects(file, start, signal) : readColumns(file, signal);
  } catch (error) {
    const isUnreadable = error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError');
    throw isUnreadable ? new ScoreFileError('unreadable', 0, error.message, { cause: error }) : error;
  }
}

async function* readObjects(file: Blob, start: '[' | '{', signal: AbortSignal): AsyncGenerator<ForeignRecord, void, undefined> {
  // With a line feed at its end, the last line is a line like the others.
  const container = start === '[' ? CONTAINERS.json.read(file, { signal }) : CONTAINERS.jsonl.read(new Blob([file, '\n']), { signal });
  for await (const { pieces } of container) {
    for (const piece of pieces) {
      if (!isRecord(piece)) throw new ScoreFileError('not-an-object', piece.line, piece.excerpt);
      yield { line: piece.line, object: parseObject(new TextDecoder().decode(piece.bytes), piece.line) };
    }
  }
}

function parseObject(text: string, line: number): RecordObject {
  const value = parseLoosely(text);
  // An object that is neither null nor an array has members to ask for; what they hold stays unknown.
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as RecordObject;
  throw new ScoreFileError('not-an-object', line, text.slice(0, 120));
}

/** Strings, to be passed over, and what Python writes for numbers that JSON does not have. */
const STRINGS_AND_WORDS = /"[^"\\]*(?:\\.[^"\\]*)*"|(-?)\b(?:NaN|Infinity)\b/gs;

/** JSON, or JSON as Python writes it; undefined when it is neither. Whatever is not finite comes out as an infinite number. */
function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Python's, perhaps.
  }
  try {
    return JSON.parse(text.replace(STRINGS_AND_WORDS, (match) => (match.startsWith('"') ? match : '1e999')));
  } catch {
    return undefined;
  }
}

async function* readColumns(file: Blob, signal: AbortSignal): AsyncGenerator<ForeignRecord, void, undefined> {
  let line = 0;
  let header: { readonly separator: string; readonly names: readonly string[] } | undefined;
  for await (const text of readLines(file, signal)) {
    line += 1;
    if (text.trim() === '') continue;
    if (!header) {
      const separator = text.includes('\t') ? '\t' : ',';
      header = { separator, names: cellsOf(text, separator) };
      if (!header.names.some((name) => KNOWN_COLUMN.test(name))) throw new ScoreFileError('not-scores', line, text.slice(0, 120));
      continue;
    }
    const cells = cellsOf(text, header.separator);
    if (cells.length !== header.names.length) throw new ScoreFileError('cell-count', line, `${cells.length}/${header.names.length}`);
    yield { line, object: Object.fromEntries(header.names.map((name, place) => [name, cellValue(cells[place] ?? '')])) };
  }
}

const KNOWN_COLUMN = /^(?:r?ifd(?:_ppl|_score)?|r_ifd|(?:loss|ppl)_[AQ]_(?:direct|condition))$/;

/** What spreadsheets and scripts write where there is no number. */
const NO_VALUE = /^(?:na|n\/a|null|none)?$/i;
const NOT_FINITE = /^[+-]?(?:nan|inf(?:inity)?)$/i;

function cellValue(cell: string): number | string | null {
  if (NO_VALUE.test(cell)) return null;
  if (NOT_FINITE.test(cell)) return Infinity;
  const value = Number(cell);
  return Number.isNaN(value) ? cell : value;
}

/** The cells of a line, quotes undone. A cell may hold separators in quotes, but no line break. */
function cellsOf(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quoted && character === '"' && line.charAt(at + 1) === '"') cell += line.charAt((at += 1));
    else if (character === '"') quoted = !quoted;
    else if (character === separator && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}

async function* readLines(file: Blob, signal: AbortSignal): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const { bytes } of readSlices(file, { signal })) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}
