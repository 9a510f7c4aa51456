import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StopScanner } from '../../src/oracle/stop-scanner.ts';

/** What comes out of a scanner that gets the pieces one by one, as an answer uses it. */
function scan(stops: readonly string[], pieces: readonly string[]): { pieces: string[]; found: boolean } {
  const scanner = new StopScanner(stops);
  const out: string[] = [];
  for (const piece of pieces) {
    out.push(scanner.push(piece));
    if (scanner.found) return { pieces: out, found: true };
  }
  return { pieces: [...out, scanner.end()], found: false };
}

/** The text before the stop that is complete first, by trying every length. */
function before(stops: readonly string[], text: string): { text: string; found: boolean } {
  for (let end = 0; end <= text.length; end++) {
    const starts = stops.filter((stop) => stop !== '' && text.slice(0, end).endsWith(stop)).map((stop) => end - stop.length);
    if (starts.length > 0) return { text: text.slice(0, Math.min(...starts)), found: true };
  }
  return { text, found: false };
}

const word = (maxLength: number) => fc.string({ unit: fc.constantFrom('a', 'b', '[', '👍'), maxLength });

describe('the scanner for stop texts', () => {
  it('lets out all text before the first stop and nothing of it, however the text is cut', () => {
    fc.assert(
      fc.property(fc.array(word(5), { maxLength: 4 }), fc.array(word(6), { maxLength: 12 }), (stops, pieces) => {
        const scanned = scan(stops, pieces);
        expect({ text: scanned.pieces.join(''), found: scanned.found }).toEqual(before(stops, pieces.join('')));
      }),
      { numRuns: 2000 },
    );
  });

  it('holds back no more than what may become a stop', () => {
    expect(scan(['[End]'], ['one [', 'E', 'x]', ' two [End', '] three']).pieces).toEqual(['one ', '', '[Ex]', ' two ', '']);
  });

  it('hands out what it held back when the text ends', () => {
    expect(scan(['[End]'], ['one [En']).pieces).toEqual(['one ', '[En']);
  });
});
