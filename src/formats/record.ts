import type { DefectReason } from '../core/source.ts';

/** A parsed record whose members are still foreign: read them with `Object.hasOwn`, `__proto__` may be among them. */
export type RecordObject = Readonly<Record<string, unknown>>;

// Bytes that are not UTF-8 read as U+FFFD here; the record's own bytes keep them.
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });

/** Parses a record's bytes: its object, or why it is none (`not-json`, `not-an-object`). */
export function parseRecord(bytes: Uint8Array): RecordObject | DefectReason {
  const value = parseJson(bytes);
  if (value === undefined) return 'not-json';
  // An object that is neither null nor an array has members to ask for; what they hold stays unknown.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RecordObject) : 'not-an-object';
}

/** Why bytes that are no record are none. */
export function whyNoRecord(bytes: Uint8Array): 'not-json' | 'not-an-object' {
  return parseJson(bytes) === undefined ? 'not-json' : 'not-an-object';
}

/** Undefined when the bytes are not JSON: JSON itself has no such value. */
function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(DECODER.decode(bytes));
  } catch {
    return undefined;
  }
}
