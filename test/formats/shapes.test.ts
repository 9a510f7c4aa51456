import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pair } from '../../src/core/pair.ts';
import { alpaca } from '../../src/formats/shapes/alpaca.ts';
import { toRow } from '../../src/formats/shapes/shapes.ts';
import { wizardlm } from '../../src/formats/shapes/wizardlm.ts';
import { asBytes, textOf } from './scan.ts';

const REWRITE: Pair = { instruction: 'New\n"one"', input: '', response: 'Better' };

function pairOf(record: string | Uint8Array) {
  const row = toRow({ ordinal: 7, bytes: asBytes(record) }, alpaca);
  return typeof row === 'string' ? row : row.pair;
}

function rewritten(record: string, pair: Pair): string {
  return textOf(alpaca.fromPair(asBytes(record), pair));
}

/** The record as it leaves when nothing was recycled. */
function kept(record: string): string {
  const pair = pairOf(record);
  return rewritten(record, typeof pair === 'string' ? REWRITE : pair);
}

describe('reading a record', () => {
  it.each([
    ['{"instruction":"i","input":"x","output":"o"}', { instruction: 'i', input: 'x', response: 'o' }],
    ['{"output":"","instruction":""}', { instruction: '', input: '', response: '' }],
    ['{"instruction":"i","input":null,"output":"o"}', { instruction: 'i', input: '', response: 'o' }],
    ['{"instruction":"i","output":"first","output":"last"}', { instruction: 'i', input: '', response: 'last' }],
    ['{"instr\\u0075ction":"i","output":"\\ud800"}', { instruction: 'i', input: '', response: '\ud800' }],
    ['{"input":"x","output":"o"}', 'missing-instruction'],
    ['{"__proto__":{"instruction":"i"},"output":"o"}', 'missing-instruction'],
    ['{"instruction":"i","output":null}', 'missing-output'],
    ['{"instruction":["i"],"output":"o"}', 'not-text'],
    ['{"instruction":"i","input":5,"output":"o"}', 'not-text'],
    ['{"instruction":"i","output":"o"', 'not-json'],
    ['[1]', 'not-an-object'],
  ])('takes the pair of %s', (record, expected) => {
    expect(pairOf(record)).toEqual(expected);
  });

  it.each(['<noinput>', 'No input.', 'noinput', 'N/A', 'none', '"<noinput>"', '\\<noinput\\>', '<no input>.', '<noinput', 'No input required', '<noinpute>', 'no imput', 'No additional input is needed.', 'no_input', ' \n'])(
    'takes %j for no input',
    (input) => {
      expect(pairOf(JSON.stringify({ instruction: 'i', input, output: 'o' }))).toMatchObject({ input: '' });
    },
  );

  it.each(['Na', 'No', 'no output', 'Nonesuch', 'There is no input.', 'No input devices were found', '0', '""'])('takes %j for an input', (input) => {
    expect(pairOf(JSON.stringify({ instruction: 'i', input, output: 'o' }))).toMatchObject({ input });
  });

  it('knows a record without an input member for WizardLM', () => {
    expect(wizardlm.fits({ instruction: 'i', output: 'o' })).toBe(true);
    expect(wizardlm.fits({ instruction: 'i', input: '', output: 'o' })).toBe(false);
  });
});

describe('writing a record', () => {
  it.each([
    '{"instruction":"i","input":"<noinput>","output":"o"}',
    '{ "id": 12345678901234567890, "instruction": "\\u00e9", "input": null, "output": "\\ud800" , "n": 1.0}',
    '{"output":"a","input":"","output":"b","__proto__":{},"instruction":"i"}',
  ])('leaves %s alone when nothing was recycled', (record) => {
    expect(kept(record)).toBe(record);
  });

  it.each([
    ['{"instruction":"i","output":"o"}', '{"instruction":"i","input":"","output":"o"}'],
    ['{"output": "o", "instruction": "i"}', '{"output": "o", "instruction": "i","input": ""}'],
    ['{\n  "instruction": "i, {",\n  "output": "o"\n}', '{\n  "instruction": "i, {",\n  "input": "",\n  "output": "o"\n}'],
  ])('adds an input to %j', (record, expected) => {
    expect(kept(record)).toBe(expected);
  });

  it('rewrites what changed and keeps every other byte', () => {
    const record = '{ "id": 1.0, "instruction": "old", "x": {"instruction": "in\\"side"}, "input": "<noinput>", "output": "first", "output" : "last", "z": [1, "]"] }';
    expect(rewritten(record, REWRITE)).toBe(
      '{ "id": 1.0, "instruction": "New\\n\\"one\\"", "x": {"instruction": "in\\"side"}, "input": "", "output": "first", "output" : "Better", "z": [1, "]"] }',
    );
  });

  it('keeps the bytes of a text that a rewrite left as it was', () => {
    expect(rewritten('{"instruction":"\\u00e9","input":"caf\\u00e9","output":"o"}', { instruction: 'é', input: 'café', response: 'p' })).toBe(
      '{"instruction":"\\u00e9","input":"caf\\u00e9","output":"p"}',
    );
  });

  it('keeps bytes that are no UTF-8', () => {
    const bytes = Uint8Array.from([...asBytes('{"x":"'), 0xff, 0xc3, ...asBytes('","instruction":"i","input":"","output":"o"}')]);
    const edited = alpaca.fromPair(bytes, { instruction: 'i', input: '', response: 'O' });
    expect([...edited]).toEqual([...bytes.slice(0, -3), 'O'.charCodeAt(0), ...bytes.slice(-2)]);
  });

  it('changes the pair and nothing else, whatever the record', () => {
    const texts = fc.record({ instruction: fc.string({ unit: 'binary' }), input: fc.string({ unit: 'binary' }), output: fc.string({ unit: 'binary' }) });
    const others = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue(), { maxKeys: 4 });
    fc.assert(
      fc.property(others, texts, texts, fc.constantFrom(undefined, 1, '\t'), (other, old, { output, ...pair }, indent) => {
        const edited = rewritten(JSON.stringify({ ...other, ...old }, null, indent), { ...pair, response: output });
        const parsed = JSON.parse(edited) as object;
        expect(parsed).toEqual(JSON.parse(JSON.stringify({ ...other, ...old, ...pair, output })));
        expect(Object.keys(parsed)).toEqual(Object.keys({ ...other, ...old }));
        expect(edited).toBe(JSON.stringify(parsed, null, indent));
      }),
      { numRuns: 50 },
    );
  });
});
