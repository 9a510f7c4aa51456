/** A field as it stands in a message. */
export interface ReadField {
  readonly number: number;
  /** Its tag and its value, as a part of the message's own memory. */
  readonly whole: Uint8Array;
  /** The value of a field of bytes, text or a message; empty for one of numbers. */
  readonly bytes: Uint8Array;
  /** The value of a field of one integer, exact up to 2^53; undefined for all else. */
  readonly integer: number | undefined;
}

/** Bytes that are no protobuf message. */
export class MalformedMessage extends Error {
  override readonly name = 'MalformedMessage';
}

const UTF8 = new TextDecoder();

/** The fields of a protobuf message in their order, of which nothing is copied. Throws MalformedMessage where it comes to one that cannot be. Source: protobuf.dev/programming-guides/encoding. */
export function* fieldsOf(message: Uint8Array): Generator<ReadField> {
  let at = 0;
  while (at < message.length) {
    const tag = readVarint(message, at);
    const value = readValue(message, tag.end, tag.value % 8);
    yield { number: Math.floor(tag.value / 8), whole: message.subarray(at, value.end), bytes: value.bytes, integer: value.integer };
    at = value.end;
  }
}

/** The text in a field. */
export function textOf({ bytes }: ReadField): string {
  return UTF8.decode(bytes);
}

/** The integers in a field that packs several. Throws as `fieldsOf`. */
export function* integersIn(packed: Uint8Array): Generator<number> {
  for (let at = 0; at < packed.length; ) {
    const { value, end } = readVarint(packed, at);
    yield value;
    at = end;
  }
}

interface ReadValue {
  readonly bytes: Uint8Array;
  readonly integer: number | undefined;
  /** Where the next field begins. */
  readonly end: number;
}

function readValue(message: Uint8Array, at: number, wireType: number): ReadValue {
  if (wireType === 0) {
    const { value, end } = readVarint(message, at);
    return { bytes: message.subarray(end, end), integer: value, end };
  }
  const length = wireType === 2 ? readVarint(message, at) : { value: 0, end: at + fixedBytes(wireType) };
  const end = length.end + length.value;
  if (end > message.length) throw new MalformedMessage(`a field ends at ${end}, behind the ${message.length} bytes of its message`);
  return { bytes: message.subarray(length.end, end), integer: undefined, end };
}

function fixedBytes(wireType: number): number {
  if (wireType === 1) return 8;
  if (wireType === 5) return 4;
  throw new MalformedMessage(`there is no wire type ${wireType}`);
}

/** Not by shifting: lengths may have more than 31 bits. */
function readVarint(message: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  for (let place = 0; place < 10; place++) {
    const byte = message[at + place];
    if (byte === undefined) break;
    value += (byte % 128) * 128 ** place;
    if (byte < 128) return { value, end: at + place + 1 };
  }
  throw new MalformedMessage(`no integer ends behind byte ${at}`);
}
