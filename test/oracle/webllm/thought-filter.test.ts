import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ThoughtFilter } from '../../../src/oracle/webllm/thought-filter.ts';

function filtered(pieces: readonly string[], thought: 'free' | 'given' = 'free'): string {
  const filter = new ThoughtFilter(thought);
  return [...pieces.map((piece) => filter.add(piece)), filter.end()].join('');
}

/** A text cut at arbitrary places. */
const cut = (whole: string) =>
  fc.array(fc.nat(whole.length), { maxLength: 6 }).map((places) => {
    const ends = [...places.sort((a, b) => a - b), whole.length];
    return ends.map((end, index) => whole.slice(ends[index - 1] ?? 0, end));
  });

const text = fc.string({ maxLength: 30 }).filter((one) => !one.trimStart().startsWith('<'));

describe('taking a thought off an answer', () => {
  it('works wherever the pieces are cut', () => {
    const thought = fc.string({ maxLength: 30 }).filter((one) => !one.includes('<'));
    const answer = text.filter((one) => one.trimStart() === one);
    const cases = fc.tuple(thought, answer).chain(([inside, after]) => fc.tuple(cut(`\n<think>${inside}</think>\n\n${after}`), fc.constant(after)));
    fc.assert(fc.property(cases, ([pieces, after]) => filtered(pieces) === after));
  });

  it('leaves an answer without a thought exactly as it is', () => {
    fc.assert(fc.property(text.chain(cut), (pieces) => filtered(pieces) === pieces.join('')));
    expect(filtered(['Write <think>x</think> here'])).toBe('Write <think>x</think> here');
    expect(filtered([' <th', 'ird>'])).toBe(' <third>');
    expect(filtered([' <thin'])).toBe(' <thin');
  });

  it('takes the engine’s own empty block off, and not a letter more', () => {
    const cases = fc.string({ maxLength: 20 }).chain((answer) => fc.tuple(cut(`<think>\n\n</think>\n\n${answer}`), fc.constant(answer)));
    fc.assert(fc.property(cases, ([pieces, answer]) => filtered(pieces, 'given') === answer));
    expect(filtered(['<thi', 'nk>\n\n</think>\n', '\n', '\n {}'], 'given')).toBe('\n {}');
  });

  it('gives nothing for a thought without an end', () => {
    expect(filtered(['<think>', 'on and on </thin'])).toBe('');
  });
});
