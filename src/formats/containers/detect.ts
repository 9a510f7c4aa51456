import { OPEN_BRACE, OPEN_BRACKET, trimSpace } from '../ascii.ts';
import { isRecord } from '../piece.ts';
import { parseRecord } from '../record.ts';
import { readBytes } from '../slices.ts';
import type { Container } from './container.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { JsonlScanner } from './jsonl-scanner.ts';

/** Why a file cannot be read as a dataset: nothing in it, no UTF-8 text, or neither a JSON array nor JSON lines. */
export type FileRefusal = 'empty-file' | 'not-text' | 'not-a-dataset';

const HEAD_BYTES = 64 * 1024;
/** Text in another encoding decodes to a flood of U+FFFD; a stray bad byte does not. */
const MOST_UNDECODABLE = 0.05;

/** Finds out from a file's beginning how its records lie, whatever its name says. Throws a DOMException `NotReadableError`. */
export async function detectContainer(file: Blob): Promise<Container | FileRefusal> {
  const head = await readBytes(file, 0, Math.min(HEAD_BYTES, file.size));
  if (!looksLikeText(head)) return 'not-text';
  const content = trimSpace(withoutMark(head));
  if (content.length === 0 && head.length === file.size) return 'empty-file';
  if (content[0] === OPEN_BRACKET) return json;
  return looksLikeLines(content, head.length === file.size) ? jsonl : 'not-a-dataset';
}

function withoutMark(head: Uint8Array): Uint8Array {
  return head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? head.subarray(3) : head;
}

/** UTF-16 and binary files have zero bytes; text in UTF-8 has none. */
function looksLikeText(head: Uint8Array): boolean {
  if (head.includes(0)) return false;
  const text = new TextDecoder().decode(head);
  const undecodable = text.split('\uFFFD').length - 1;
  return undecodable <= text.length * MOST_UNDECODABLE;
}

/**
 * Whether at least half of the lines are objects: a bad line does not hide the good ones, and a single
 * object written over many lines is not taken for lines of objects.
 */
function looksLikeLines(content: Uint8Array, complete: boolean): boolean {
  const scanner = new JsonlScanner();
  const lines = [...scanner.push(content), ...(complete ? scanner.end() : [])];
  if (lines.length === 0) return content[0] === OPEN_BRACE;
  const objects = lines.filter((line) => isRecord(line) && typeof parseRecord(line.bytes) === 'object');
  return objects.length * 2 >= lines.length;
}
