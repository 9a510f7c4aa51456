import { type Pair, samePair } from '../../core/pair.ts';
import type { DefectReason } from '../../core/source.ts';
import { COMMA } from '../ascii.ts';
import { applyEdits, type Edit } from '../bytes.ts';
import { type Member, readMembers } from '../members.ts';
import { parseRecord, type RecordObject } from '../record.ts';
import { saysNoInput } from './no-input.ts';
import type { Shape } from './shape.ts';

const MEMBERS = ['instruction', 'input', 'output'] as const;

/** `instruction`, `input` (may be absent, null, empty, or say “no input”), `output`. Source: FORMATS, 3.1. */
export const alpaca: Shape = {
  name: 'alpaca',
  fits: (record) => ownValue(record, 'instruction') !== undefined && ownValue(record, 'output') !== undefined,
  toPair,
  fromPair,
};

function toPair(record: RecordObject): Pair | DefectReason {
  const [instruction, input = '', output] = MEMBERS.map((name) => ownValue(record, name) ?? undefined);
  if (instruction === undefined) return 'missing-instruction';
  if (output === undefined) return 'missing-output';
  if (typeof instruction !== 'string' || typeof input !== 'string' || typeof output !== 'string') return 'not-text';
  return { instruction, input: saysNoInput(input) ? '' : input, response: output };
}

/** Trainers read `input` by its name without asking whether it is there, so it always is. Source: FORMATS, 3.1. */
function fromPair(bytes: Uint8Array, pair: Pair): Uint8Array {
  const record = parseRecord(bytes);
  if (typeof record === 'string') throw new TypeError(`a stored record is ${record}`);
  const original = toPair(record);
  const kept = typeof original === 'object' && samePair(original, pair);
  if (kept && Object.hasOwn(record, 'input')) return bytes;
  const members = readMembers(bytes);
  const edits = kept ? [] : rewrites(record, pair, members);
  return applyEdits(bytes, Object.hasOwn(record, 'input') ? edits : [...edits, addedInput(bytes, pair, members)]);
}

/** Of duplicate keys the last one counts, here as in JSON.parse. */
function rewrites(record: RecordObject, pair: Pair, members: readonly Member[]): Edit[] {
  const texts = { instruction: pair.instruction, input: pair.input, output: pair.response };
  return MEMBERS.flatMap((name) => {
    const member = members.findLast(({ key }) => key === name);
    if (!member || record[name] === texts[name]) return [];
    return [{ start: member.valueStart, end: member.valueEnd, text: JSON.stringify(texts[name]) }];
  });
}

/** An `input` behind the instruction, set apart as its neighbour is. */
function addedInput(bytes: Uint8Array, pair: Pair, members: readonly Member[]): Edit {
  const at = members.findLastIndex(({ key }) => key === 'instruction');
  const instruction = members[at];
  if (!instruction) throw new TypeError('a stored record has no instruction');
  const { keyEnd, valueStart, valueEnd } = instruction;
  const next = members[at + 1];
  const before = next ? bytes.subarray(bytes.indexOf(COMMA, valueEnd) + 1, next.keyStart) : bytes.subarray(1, members[0]?.keyStart);
  const colon = textOf(bytes.subarray(keyEnd, valueStart));
  return { start: valueEnd, end: valueEnd, text: `,${textOf(before)}"input"${colon}${JSON.stringify(pair.input)}` };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function ownValue(record: RecordObject, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
