import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { json } from '../../src/formats/containers/json.ts';
import { jsonl } from '../../src/formats/containers/jsonl.ts';
import { scan, written } from './scan.ts';

const objects = fc.array(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { maxKeys: 4 }), { maxLength: 6 });
/** Any text that a hand, a broken program or a cut connection may leave. */
const rubble = fc
  .array(fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', '\n', '\r\n', ' ', '{"a": 1}', '"x"', '12', 'é', '\u2028'), { maxLength: 40 })
  .map((parts) => parts.join(''));

const AWKWARD = [
  '{"big": 12345678901234567890, "one": 1.0, "exponent": 1E+2}',
  '{"__proto__": {"polluted": true}, "a": 1, "a": 2}',
  '{"quote": "a \\"b\\" \\\\", "brace": "}{][", "last": "\\\\"}',
  '{"line separator": "\u2028 \u2029", "lone": "\\ud800", "emoji": "😀"}',
  '{"nested": {"list": [[{"deep": [1, {"er": "]"}]}]]}}',
  '{}',
];

describe.each([json, jsonl])('the container $name', (container) => {
  it('gives back the records that it wrote, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(objects, async (values) => {
        const texts = [...values.map((value) => JSON.stringify(value)), ...AWKWARD];
        const { records, defects } = await scan(container, await written(container, texts));
        expect(records.map(({ text }) => text)).toEqual(texts);
        expect(defects).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('finds the same pieces whatever the size of a slice', async () => {
    await fc.assert(
      fc.asyncProperty(rubble, fc.integer({ min: 1, max: 7 }), async (content, sliceBytes) => {
        const file = container === json ? `[${content}` : content;
        expect(await scan(container, file, { sliceBytes })).toEqual(await scan(container, file));
      }),
      { numRuns: 150 },
    );
  });

  it('passes over a byte order mark, also one that lies across slices', async () => {
    const file = `\uFEFF${await written(container, ['{"a":1}'])}`;
    for (const sliceBytes of [1, 2, 100]) expect((await scan(container, file, { sliceBytes })).records).toMatchObject([{ text: '{"a":1}' }]);
  });

  it('reads a field of 5 MB and an object of 100,000 levels', async () => {
    const texts = [`{"a":"${'é"\\'.replaceAll(/["\\]/g, '\\$&').repeat(1_000_000)}"}`, `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`];
    const { records } = await scan(container, await written(container, texts));
    expect(records.map(({ text }) => text.length)).toEqual(texts.map((text) => text.length));
  });

  it('does not gather a record without end', async () => {
    const file = `[{"a":"${'x'.repeat(2000)}"}]`;
    for (const sliceBytes of [7, 1_000_000]) {
      const { records, defects } = await scan(container, file, { sliceBytes, maxRecordBytes: 1000 });
      expect(records).toEqual([]);
      expect(defects).toMatchObject([{ line: 1, reason: 'cut-off' }]);
    }
  });
});

describe('JSON', () => {
  it('names what is no record by its line and reads the rest', async () => {
    const file = ['[', ' {"a": 1}, 12, null,', ' "text {", [1, {"b": 2}],', ' {"c": [1},', ' oops', ' {"d":', ' 4} {"e": 5},', ']'].join('\n');
    const { records, defects } = await scan(json, file);
    expect(records).toEqual([
      { line: 2, text: '{"a": 1}' },
      { line: 4, text: '{"c": [1}' },
      { line: 6, text: '{"d":\n 4}' },
      { line: 7, text: '{"e": 5}' },
    ]);
    expect(defects.map(({ line, reason, excerpt }) => `${line} ${reason} ${excerpt}`)).toEqual([
      '2 not-an-object 12',
      '2 not-an-object null',
      '3 not-an-object "text {"',
      '3 not-an-object [1, {"b": 2}]',
      '5 not-json oops',
    ]);
  });

  it.each([
    ['within a record', '[{"a":1},\n{"b":"x', 2, 'cut-off', '{"b":"x'],
    ['between records', '[{"a":1},\n', 2, 'cut-off', ''],
    ['behind its end', '[{"a":1}]\n[{"b":2}]', 2, 'not-json', '[{"b":2}]'],
  ])('keeps what was read when the array breaks %s, and says where', async (_where, file, line, reason, excerpt) => {
    expect(await scan(json, file)).toEqual({ records: [{ line: 1, text: '{"a":1}' }], defects: [{ line, reason, excerpt }] });
  });

  it('writes an array of nothing', async () => {
    expect(await written(json, [])).toBe('[]\n');
  });
});

describe('JSONL', () => {
  it('passes over blank lines and either line end, and names a bad line', async () => {
    const file = '{"a":1}\r\n\r\n  {"b": "\u2028"}  \n\n12\nnonsense\n{"c":3}\n{"d":"cut';
    const { records, defects } = await scan(jsonl, file);
    expect(records).toEqual([
      { line: 1, text: '{"a":1}' },
      { line: 3, text: '{"b": "\u2028"}' },
      { line: 7, text: '{"c":3}' },
    ]);
    expect(defects).toEqual([
      { line: 5, reason: 'not-an-object', excerpt: '12' },
      { line: 6, reason: 'not-json', excerpt: 'nonsense' },
      { line: 8, reason: 'cut-off', excerpt: '{"d":"cut' },
    ]);
  });

  it('reads a last line without a line end', async () => {
    expect((await scan(jsonl, '{"a":1}\n{"b":2}')).records).toHaveLength(2);
  });

  it('writes a record of several lines on one, and changes nothing inside its strings', async () => {
    const record = '{\r\n\t"a b": "c \\" \\\\ , d",\n  "n": [ 1.0, 12345678901234567890 ],\n "n": 2\n}';
    expect(await written(jsonl, [record, '{"as": "it was"}'])).toBe('{"a b":"c \\" \\\\ , d","n":[1.0,12345678901234567890],"n":2}\n{"as": "it was"}\n');
  });
});
