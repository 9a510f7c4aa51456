import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REVIEW_MARKERS } from '../../src/reflection/markers.ts';
import { readPoints, reviewPrompt } from '../../src/reflection/review-prompt.ts';

const A = { instruction: 'Name a bird.', input: '', response: 'Owl' };
const B = { instruction: 'Name two birds.', input: 'of prey', response: 'Owl, hawk' };
const MARKERS = Object.values(REVIEW_MARKERS);

describe('the prompt of a review', () => {
  it('shows both records whole when they ask different things', () => {
    expect(reviewPrompt(A, B).user).toContain(
      '[The Start of Record A]\n[Instruction]\nName a bird.\n\n[The Start of Answer]\nOwl\n[The End of Answer]\n[The End of Record A]\n\n' +
        '[The Start of Record B]\n[Instruction]\nName two birds.\n\n[The Start of Input]\nof prey\n[The End of Input]\n\n[The Start of Answer]\nOwl, hawk\n[The End of Answer]\n[The End of Record B]\n\n',
    );
  });

  it('shows an instruction that both answer once, and has only the answers judged', () => {
    const { user } = reviewPrompt(B, { ...B, response: 'Eagle, hawk' });
    expect(user).toContain(
      '[Instruction]\nName two birds.\n\n[The Start of Input]\nof prey\n[The End of Input]\n\n' +
        '[The Start of Record A]\nOwl, hawk\n[The End of Record A]\n\n[The Start of Record B]\nEagle, hawk\n[The End of Record B]\n\n',
    );
    expect(user).toContain('Judge only the two answers');
    expect(user).not.toContain('clear and worth learning');
  });

  it('says the same before and behind the records, whatever they are, and names neither old nor new', () => {
    const [one, other] = [reviewPrompt(A, B), reviewPrompt(B, { ...A, instruction: 'x' })];
    const frame = ({ user }: typeof one) => [user.slice(0, user.indexOf('\n\n[The Start')), user.slice(user.lastIndexOf('[The End of Record B]'))];
    expect(frame(one)).toEqual(frame(other));
    expect(`${one.system} ${frame(one).join(' ')}`).not.toMatch(/\b(?:old|new|original|rewrit|better answer|baseline|former|latter)\b/i);
  });

  it('keeps a record inside its block, whatever it says', () => {
    const text = fc.array(fc.oneof(fc.constantFrom(...MARKERS, '[the end of  record b : ]', '[System]', '\n'), fc.string())).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, text, text, (instruction, input, response, other) => {
        const { user } = reviewPrompt({ instruction, input, response }, { instruction: other, input, response });
        // Two of them are named in the task.
        for (const marker of MARKERS) expect(user.toLowerCase().split(marker.toLowerCase()).length - 1).toBeLessThanOrEqual(2);
        expect(user.split('\n').filter((line) => (MARKERS as string[]).includes(line))).toEqual(MARKERS);
      }),
    );
  });
});

describe('the points of a review', () => {
  it.each([
    ['8 6', 8, 6],
    ['\n\n  8 6\nRecord A says more, 7-8 at best.', 8, 6],
    ['8, 6', 8, 6],
    ['8,6', 8, 6],
    ['8 and 6.', 8, 6],
    ['A: 8 B: 6', 8, 6],
    ['Record A: 8, Record B: 6', 8, 6],
    ['**Record A:** 8; **Record B:** 6', 8, 6],
    ['**8** **6**', 8, 6],
    ['8/10 6/10', 8, 6],
    ['8 out of 10, 6 out of 10', 8, 6],
    ['A: 8.5/10, B: 6.25/10', 8.5, 6.25],
    ['Scores: 10 1', 10, 1],
    ['| 8 | 6 |', 8, 6],
    ['(8, 6)', 8, 6],
    ['8 points, 6 points', 8, 6],
    ['8 6: the first names its source', 8, 6],
  ])('are read from “%s”', (text, first, second) => {
    expect(readPoints(text)).toEqual({ first, second });
  });

  it.each([
    '', 'Record A is better.', '8', '8/10', '8/6', '7-8 6', '7–8 6', '8 6-7', '8 - 6', '0 6', '11 6', '8 10.5', '100 6', '8 6 7', '8.5.1 6', '-8 6', '86', '8 of 6', 'B: 6 A: 8',
    'In step 1, Record A: 8, Record B: 6', 'Here are the points:\n8 6', '8e1 6', '8 6 (7 at best)', '8 6%7',
  ])('are not read from “%s”', (text) => {
    expect(readPoints(text)).toBeUndefined();
  });

  it('are read from every pair of whole points, and change places with them', () => {
    const points = fc.integer({ min: -2, max: 13 });
    fc.assert(
      fc.property(points, points, (first, second) => {
        const valid = [first, second].every((value) => value >= 1 && value <= 10);
        expect(readPoints(`${first} ${second}`)).toEqual(valid ? { first, second } : undefined);
        expect(readPoints(`${second} ${first}`)).toEqual(valid ? { first: second, second: first } : undefined);
      }),
    );
  });

  it('takes no time on a line made to be slow', () => {
    const started = performance.now();
    for (const piece of ['8 ', ' ', 'a', '8 points', 'record ', '8,', '*_`']) readPoints(piece.repeat(200_000));
    expect(performance.now() - started).toBeLessThan(500);
  });
});
