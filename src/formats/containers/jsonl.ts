import { BACKSLASH, isSpace, LINE_FEED, QUOTE } from '../ascii.ts';
import { joinBytes } from '../../core/bytes.ts';
import { type Container, scanFile } from './container.ts';
import { JsonlScanner } from './jsonl-scanner.ts';

const CARRIAGE_RETURN = 0x0d;
const LINE_END = Uint8Array.of(LINE_FEED);

/** One object a line. */
export const jsonl: Container = {
  name: 'jsonl',
  mediaType: 'application/jsonl',
  read: (file, options) => scanFile(file, new JsonlScanner(options?.maxRecordBytes), options),
  async *write(pages) {
    for await (const records of pages) yield joinBytes(records.flatMap((record) => [onOneLine(record), LINE_END]));
  },
};

/** A record that lies on several lines without its white space outside strings; any other as it is. JSON's strings hold no line breaks. */
function onOneLine(record: Uint8Array): Uint8Array {
  if (!record.includes(LINE_FEED) && !record.includes(CARRIAGE_RETURN)) return record;
  const line = new Uint8Array(record.length);
  let length = 0;
  let inString = false;
  for (let at = 0; at < record.length; at++) {
    const byte = record[at] ?? 0;
    if (!inString && isSpace(byte)) continue;
    line[length++] = byte;
    if (byte === QUOTE) inString = !inString;
    else if (inString && byte === BACKSLASH) line[length++] = record[++at] ?? 0;
  }
  return line.subarray(0, length);
}
