import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeDocument, encodeDocument } from '../../src/store/documents.ts';
import { MAX_BLOCK_BYTES, StoreError } from '../../src/store/store.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\ud800', 'a\udc00b', '\ufeff', '\0'),
  fc.tuple(fc.constantFrom('x', 'é', '汉', '🪞'), fc.nat(60_000)).map(([letter, count]) => letter.repeat(count)),
);

test('any text comes back exactly, from parts that stay small, and any change to a part is found', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), fc.nat(), (texts, at) => {
      const parts = encodeDocument({ texts });
      expect(decodeDocument(parts, 'here')).toEqual({ texts });
      for (const { bytes } of parts) expect(bytes.length).toBeLessThanOrEqual(MAX_BLOCK_BYTES);
      const damage = new StoreError('damaged', 'here');
      const victim = parts[at % parts.length]?.bytes ?? new Uint8Array(1);
      victim[at % victim.length] = (victim[at % victim.length] ?? 0) ^ 1;
      expect(() => decodeDocument(parts, 'here')).toThrow(damage);
      expect(() => decodeDocument(encodeDocument({ texts }).slice(1), 'here')).toThrow(damage);
    }),
  );
});

test('foreign values are damage', () => {
  for (const value of [undefined, null, 7, {}, { bytes: [1], crc: 0 }, { bytes: new Uint8Array(0), crc: 0 }]) {
    expect(() => decodeDocument([value], 'here')).toThrow(new StoreError('damaged', 'here'));
  }
});
