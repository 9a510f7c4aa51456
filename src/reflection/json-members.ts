/** A text out of an answer in JSON. */
export interface JsonText {
  readonly kind: 'text';
  readonly text: string;
  /** Its closing quotation mark has come. */
  readonly closed: boolean;
}

/** An object out of an answer in JSON: its members that are texts or objects, by name; of two of one name the latter. */
export interface JsonObject {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, JsonText | JsonObject>;
  /** Its closing brace has come where one may stand. */
  readonly closed: boolean;
}

interface Read<Thing> {
  readonly thing: Thing;
  /** Where the text goes on behind it. */
  readonly end: number;
}

const OPENING = /\{\s*(?:"|\}|$)/g;
const SPACE = /\s*/y;
const STRING = /"([^"\\]*(?:\\[^][^"\\]*)*)(\\?$|")/y;
// Not asked for, and passed over where it comes. A list ends the object.
const SCALAR = /-?\d[\d.eE+-]*|true|false|null/y;
const MOST_NESTED = 8;
const CUT_ESCAPE = /\\u[0-9a-f]{0,3}$/i;

/**
 * The JSON objects of an answer in their order, with whatever stands before, between and behind them passed over. The last one may be
 * cut or still being written: its members are there as far as they have come. Line breaks within texts are taken as they are, which
 * JSON itself forbids and models without a grammar write. Never throws.
 */
export function readObjects(text: string): JsonObject[] {
  const objects: JsonObject[] = [];
  OPENING.lastIndex = 0;
  for (let opening = OPENING.exec(text); opening; opening = OPENING.exec(text)) {
    const { thing, end } = readObject(text, opening.index, 1);
    objects.push(thing);
    OPENING.lastIndex = Math.max(end, opening.index + 1);
  }
  return objects;
}

function readObject(text: string, start: number, depth: number): Read<JsonObject> {
  const members = new Map<string, JsonText | JsonObject>();
  const ended = (end: number, closed: boolean): Read<JsonObject> => ({ thing: { kind: 'object', members, closed }, end });
  let at = skipSpace(text, start + 1);
  while (text[at] !== '}') {
    const name = readText(text, at);
    const colon = skipSpace(text, name?.end ?? at);
    if (!name?.thing.closed || text[colon] !== ':') return ended(colon, false);
    const valueAt = skipSpace(text, colon + 1);
    const value = text[valueAt] === '{' && depth < MOST_NESTED ? readObject(text, valueAt, depth + 1) : readText(text, valueAt);
    if (value) members.set(name.thing.text, value.thing);
    at = skipSpace(text, value?.end ?? matchAt(SCALAR, text, valueAt)?.end ?? valueAt);
    if (value && !value.thing.closed) return ended(at, false);
    if (text[at] === ',') at = skipSpace(text, at + 1);
    else if (text[at] !== '}') return ended(at, false);
  }
  return ended(at + 1, true);
}

function readText(text: string, start: number): Read<JsonText> | undefined {
  const match = matchAt(STRING, text, start);
  if (!match) return undefined;
  const [, body = '', ending] = match.groups;
  const closed = ending === '"';
  return { thing: { kind: 'text', text: unquote(closed ? body : body.replace(CUT_ESCAPE, '')), closed }, end: match.end };
}

function unquote(body: string): string {
  // eslint-disable-next-line no-control-regex -- they are what JSON does not take as they are
  const plain = body.replace(/[\u0000-\u001f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  try {
    // A quoted text is a text.
    return JSON.parse(`"${plain}"`) as string;
  } catch {
    // An escape that JSON does not know, as `\d`: the letters as they stand.
    return body;
  }
}

function skipSpace(text: string, start: number): number {
  return matchAt(SPACE, text, start)?.end ?? start;
}

function matchAt(pattern: RegExp, text: string, start: number): { readonly groups: RegExpExecArray; readonly end: number } | undefined {
  pattern.lastIndex = start;
  const groups = pattern.exec(text);
  return groups ? { groups, end: pattern.lastIndex } : undefined;
}
