import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COMMA, isSpace, OPEN_BRACE, OPEN_BRACKET, QUOTE } from './ascii.ts';

/** Where one member of an object lies in the object's bytes. Ends are not included. */
export interface Member {
  readonly key: string;
  /** Its key's opening quote. */
  readonly keyStart: number;
  /** Behind its key's closing quote. */
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
}

/**
 * The members of an object, not those of objects inside it, in their order; duplicate keys appear as
 * often as they stand there. `object` must be valid JSON that begins with its brace, as every record is.
 */
export function readMembers(object: Uint8Array): Member[] {
  const members: Member[] = [];
  let at = skipSpace(object, 1);
  while (at < object.length && object[at] !== CLOSE_BRACE) {
    const member = readMember(object, at);
    members.push(member);
    at = skipSpace(object, member.valueEnd);
    if (object[at] === COMMA) at = skipSpace(object, at + 1);
  }
  return members;
}

function readMember(object: Uint8Array, keyStart: number): Member {
  const keyEnd = skipString(object, keyStart);
  // A key may be spelt with escapes, so it is compared as what it means.
  const key = JSON.parse(new TextDecoder().decode(object.subarray(keyStart, keyEnd))) as string;
  const colon = skipSpace(object, keyEnd);
  const valueStart = skipSpace(object, colon + 1);
  return { key, keyStart, keyEnd, valueStart, valueEnd: skipValue(object, valueStart) };
}

function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isSpace(bytes[at])) at++;
  return at;
}

function skipString(bytes: Uint8Array, opening: number): number {
  let at = opening + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at + 1;
}

function skipValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === QUOTE) return skipString(bytes, from);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipNested(bytes, from);
  let at = from;
  while (at < bytes.length && !isSpace(bytes[at]) && bytes[at] !== COMMA && bytes[at] !== CLOSE_BRACE) at++;
  return at;
}

/** Brackets pair up in valid JSON, so both kinds are counted as one. */
function skipNested(bytes: Uint8Array, from: number): number {
  let depth = 0;
  let at = from;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = skipString(bytes, at);
      continue;
    }
    at++;
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if ((byte === CLOSE_BRACE || byte === CLOSE_BRACKET) && --depth === 0) break;
  }
  return at;
}
