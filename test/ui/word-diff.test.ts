import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffWords, sideOf } from '../../src/ui/word-diff.ts';

const text = fc.array(fc.constantFrom('the ', 'old ', 'mirror', ' ', '\n', '镜子', 'กระจก', 'مرآة ', '🪞', '.', 'silver ')).map((words) => words.join(''));

const marked = (before: string, after: string) =>
  diffWords(before, after)
    .map((segment) => ({ same: segment.text, removed: `[-${segment.text}-]`, added: `{+${segment.text}+}` })[segment.kind])
    .join('');

describe('the word diff', () => {
  it('holds both texts whole, each on its side', () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const segments = diffWords(before, after);
        const join = (side: 'before' | 'after') => sideOf(segments, side).map((segment) => segment.text).join('');
        expect(join('before')).toBe(before);
        expect(join('after')).toBe(after);
        expect(segments.some((segment) => segment.text === '')).toBe(false);
      }),
    );
  });

  it('marks words in scripts that set no spaces', () => {
    expect(marked('长城很长。', '长城非常长。')).toBe('长城[-很-]{+非常+}长。');
    expect(marked('กระจกเก่า', 'กระจกใหม่')).toBe('กระจก[-เก่า-]{+ใหม่+}');
    expect(marked('社長が来ました。', '社長が帰りました。')).toBe('社長が[-来-]{+帰り+}ました。');
  });

  it('joins neighbouring changes across a space into one mark', () => {
    expect(marked('the sky is blue today', 'the sky was grey today')).toBe('the sky [-is blue-]{+was grey+} today');
  });

  it('shows a text that has hardly a word in common as replaced', () => {
    const before = 'A short, plain answer about mirrors.';
    const after = 'Silver lies behind the glass: an amalgam was once pressed on by hand, sheet after sheet.';
    expect(diffWords(before, after)).toEqual([
      { kind: 'removed', text: before },
      { kind: 'added', text: after },
    ]);
  });

  it('says that equal texts are the same', () => {
    expect(diffWords('a b', 'a b')).toEqual([{ kind: 'same', text: 'a b' }]);
    expect(diffWords('', '')).toEqual([]);
  });
});
