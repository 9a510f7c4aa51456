import { expect, it } from 'vitest';
import type { Outcome, PhaseName } from '../../src/core/outcome.ts';
import type { RunEvent } from '../../src/pipeline/run-event.ts';
import { LiveView } from '../../src/ui/state/live-view.svelte.ts';

const PAIR = { instruction: 'i', input: '', response: 'r' };
const OPTIONS = { temperature: 0, topP: 1, seed: 1, maxNewTokens: 10, minNewTokens: 1 };

function viewOf(lanes: number): { shown: () => string[]; latest: () => string; take: (kind: RunEvent['kind'], ordinal: number, phase?: PhaseName) => void } {
  const view = new LiveView();
  view.begin(lanes);
  const take = (kind: RunEvent['kind'], ordinal: number, phase: PhaseName = 'instruction') => {
    if (kind === 'asked' || kind === 'begun') view.take({ kind, ordinal, phase, attempt: 0, pair: PAIR, options: OPTIONS });
    if (kind === 'text') view.take({ kind, ordinal, phase, piece: 'x' });
    if (kind === 'answered' || kind === 'examined') view.take({ kind, ordinal, phase });
    if (kind === 'examining') view.take({ kind, by: 'gate', ordinal, phase, attempt: 0, pair: PAIR, options: OPTIONS });
    const outcome: Outcome = { runId: 'r', ordinal, phase, attempts: [], status: 'kept', reason: 'empty', critique: [] };
    if (kind === 'settled') view.take({ kind, outcome });
    view.show();
  };
  const text = ({ ordinal, phase, text: written, examining, outcome }: LiveView['lanes'][number]) => `${ordinal} ${phase} ${written}${examining ? ` ${examining}` : ''}${outcome ? ` ${outcome.status}` : ''}`;
  return { shown: () => view.lanes.map(text), latest: () => (view.latest ? text(view.latest) : ''), take };
}

it('shows what is being written and nothing that waits', () => {
  const { shown, take } = viewOf(2);
  for (const ordinal of [0, 1, 2, 3]) take('asked', ordinal);
  expect(shown()).toEqual([]);
  take('begun', 0);
  take('begun', 1);
  take('text', 1);
  expect(shown()).toEqual(['0 instruction ', '1 instruction x']);
});

it('gives a lane that is answered to the question that takes it over, and still tells what became of the answer', () => {
  const { shown, latest, take } = viewOf(2);
  take('begun', 0);
  take('begun', 1);
  take('text', 1);
  take('answered', 1);
  expect(shown()).toEqual(['0 instruction ', '1 instruction x']);
  take('begun', 2);
  expect(shown()).toEqual(['0 instruction ', '2 instruction ']);
  take('settled', 1);
  expect(shown()).toEqual(['0 instruction ', '2 instruction ']);
  expect(latest()).toBe('1 instruction x kept');
});

it('keeps a record in its place when its next phase is begun before the last one is stored', () => {
  const { shown, latest, take } = viewOf(2);
  take('begun', 0);
  take('begun', 1);
  take('answered', 0);
  take('begun', 0, 'response');
  take('text', 0, 'response');
  take('settled', 0);
  expect(shown()).toEqual(['0 response x', '1 instruction ']);
  expect(latest()).toBe('0 instruction  kept');
  take('answered', 0, 'response');
  take('settled', 0, 'response');
  expect(shown()).toEqual(['0 response x kept', '1 instruction ']);
});

it('has one place for each lane, also when a question is begun before the answer that made room for it arrives', () => {
  const { shown, take } = viewOf(2);
  take('begun', 0);
  take('begun', 1);
  take('begun', 2);
  take('answered', 0);
  expect(shown()).toEqual(['2 instruction ', '1 instruction ']);
});

it('tells who examines what was written, until its lane is taken over', () => {
  const { shown, latest, take } = viewOf(1);
  take('begun', 0);
  take('text', 0);
  take('answered', 0);
  take('examining', 0);
  expect(shown()).toEqual(['0 instruction x gate']);
  take('examined', 0);
  expect(shown()).toEqual(['0 instruction x']);
  take('examining', 0);
  take('begun', 1);
  take('examined', 0);
  expect(shown()).toEqual(['1 instruction ']);
  take('settled', 0);
  expect(latest()).toBe('0 instruction x kept');
});
