import { describe, expect, it } from 'vitest';
import { detectContainer } from '../../src/formats/containers/detect.ts';
import { asBytes } from './scan.ts';

const RECORD = '{"instruction":"a","output":"b"}';
const UTF_16 = Uint8Array.from([0xff, 0xfe, ...[...RECORD].flatMap((character) => [character.charCodeAt(0), 0])]);
const GZIP = Uint8Array.from([0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 0xab, 0x56]);
const CYRILLIC_1251 = Uint8Array.from([...asBytes('[{"instruction":"'), ...Array<number>(40).fill(0xef), ...asBytes('"}]')]);
const WRAPPER = `{\n "data": [\n${RECORD},\n${RECORD}\n]}`;

describe('detecting a container', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['an array', `[${RECORD}]`, 'json'],
    ['an array behind a byte order mark and blank lines', `\uFEFF\n\n [${RECORD}]`, 'json'],
    ['lines of objects', `${RECORD}\n${RECORD}\n`, 'jsonl'],
    ['one line without an end', RECORD, 'jsonl'],
    ['lines of which the first is bad', `nonsense\n${RECORD}\n${RECORD}`, 'jsonl'],
    ['lines behind a byte order mark', `\uFEFF${RECORD}\r\n`, 'jsonl'],
    ['a first line that is longer than the beginning read', `{"instruction":"${'a'.repeat(100_000)}","output":""}\n`, 'jsonl'],
    ['an array of nothing', '[]', 'json'],
    ['an object of nothing', '{}', 'jsonl'],
    ['nothing', '', 'empty-file'],
    ['white space', '\uFEFF \r\n\t', 'empty-file'],
    ['prose', 'Once upon a time.\nThe end.', 'not-a-dataset'],
    ['two letters', 'ok', 'not-a-dataset'],
    ['a table', 'instruction,output\na,b\n', 'not-a-dataset'],
    ['an object around its records', WRAPPER, 'not-a-dataset'],
    ['UTF-16', UTF_16, 'not-text'],
    ['compressed bytes', GZIP, 'not-text'],
    ['another encoding', CYRILLIC_1251, 'not-text'],
  ])('finds %s', async (_what, content, expected) => {
    const found = await detectContainer(new Blob([asBytes(content)]));
    expect(typeof found === 'string' ? found : found.name).toBe(expected);
  });
});
