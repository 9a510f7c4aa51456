import { joinBytes } from './bytes.ts';

/** One encoded field of a protobuf message: its tag and its value. */
export type Field = Uint8Array;

// Wire types. Source: protobuf.dev/programming-guides/encoding.
const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;

const UTF8 = new TextEncoder();

/** An integer field; a negative value takes ten bytes, as the format wants. */
export function integerField(number: number, value: number): Field {
  return joinBytes([tag(number, VARINT), varint(BigInt(value))]);
}

/** A real number in single precision. */
export function floatField(number: number, value: number): Field {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return joinBytes([tag(number, FOUR_BYTES), bytes]);
}

/** A field of raw bytes. */
export function bytesField(number: number, bytes: Uint8Array): Field {
  return joinBytes([bytesHeader(number, bytes.length), bytes]);
}

/** What stands before the `sizeBytes` bytes of such a field, for those who write them on their own. */
export function bytesHeader(number: number, sizeBytes: number): Uint8Array {
  return joinBytes([tag(number, LENGTH_DELIMITED), varint(BigInt(sizeBytes))]);
}

/** A text field, in UTF-8. */
export function textField(number: number, text: string): Field {
  return bytesField(number, UTF8.encode(text));
}

/** A field that holds a message of its own. */
export function messageField(number: number, fields: readonly Field[]): Field {
  return bytesField(number, joinBytes(fields));
}

function tag(number: number, wireType: number): Uint8Array {
  return varint(BigInt((number << 3) | wireType));
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
