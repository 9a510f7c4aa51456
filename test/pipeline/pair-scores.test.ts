import { describe, expect, it } from 'vitest';
import { scoreItemsOf, scorePairs } from '../../src/pipeline/pair-scores.ts';
import { ScriptedStudent } from './scripted-student.ts';

const PAIRS = [
  { instruction: 'Name a colour.', input: '', response: 'Blue is a colour.' },
  { instruction: 'Repeat: ', input: 'nothing', response: '' },
];
const NEVER = new AbortController().signal;

describe('scores of pairs', () => {
  it('ask for the same text by itself and behind the other one', () => {
    const [response, instruction] = scoreItemsOf({ instruction: 'Repeat: ', input: 'this', response: 'This.' }, 'wizardlm', ['response', 'instruction']);
    expect(response).toEqual({ target: 'This.', contexts: ['', 'Repeat: \nthis\n\n### Response:'] });
    expect(instruction?.target).toBe('Repeat: this');
    expect(instruction?.contexts[0]).toBe('');
    expect(instruction?.contexts[1]).toContain('This.');
  });

  it('are means over the tokens, or a reason', async () => {
    const progress: number[] = [];
    const scores = await scorePairs(PAIRS, new ScriptedStudent(), 'wizardlm', ['instruction', 'response'], NEVER, ({ scored }) => progress.push(...scored.map(({ index }) => index)));
    expect(scores[0]?.response).toEqual({ kind: 'scored', tokens: 4, cutTokens: 0, lossAlone: 1, lossGiven: (1 + 1 + 0.25 + 0.25) / 4 });
    expect(scores[1]).toMatchObject({ instruction: { kind: 'scored', tokens: 2 }, response: { kind: 'unscored', reason: 'empty-target' } });
    expect(progress).toEqual([0, 1]);
  });

  it('hold only the parts that were asked for, and none of them counts as a perfect guess when it overflowed', async () => {
    const overflowing = new ScriptedStudent({ scoreOf: () => ({ kind: 'scored', tokens: 1, cutTokens: 0, logLikelihoods: [-1, -Infinity] }) });
    expect(await scorePairs(PAIRS, overflowing, 'vicuna', ['response'], NEVER)).toEqual(PAIRS.map(() => ({ response: { kind: 'unscored', reason: 'not-finite' } })));
  });
});
