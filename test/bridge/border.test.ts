import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { type Call, Caller } from '../../src/bridge/calls.ts';
import { type Handlers, serve } from '../../src/bridge/serve.ts';
import type { ErrorData } from '../../src/bridge/wire.ts';
import { CodedError } from '../../src/core/coded-error.ts';

type Ending = 'result' | 'error' | 'never' | 'uncloneable';
type Calls = { work: Call<{ pauses: number; ending: Ending }, number, string> };

class WorkError extends CodedError<'broken'> {}

const revive = ({ name, code, detail }: ErrorData) => (name === 'WorkError' && code === 'broken' ? new WorkError(code, detail) : new Error(`${name}/${code}/${detail}`));
const pause = () => new Promise((resolve) => setImmediate(resolve));

const open: MessagePort[] = [];
afterEach(() => open.splice(0).forEach((port) => port.close()));

function ports(): [MessagePort, MessagePort] {
  const { port1, port2 } = new MessageChannel();
  for (const port of [port1, port2]) port.start();
  open.push(port1, port2);
  return [port1, port2];
}

/** The far end: works in `pauses` steps, tells each, then ends as it is asked to. Counts the calls that are still at work. */
function border(handlers?: Partial<Handlers<Calls>>): { caller: Caller<Calls>; aborted: () => number } {
  const [near, far] = ports();
  let aborted = 0;
  const work: Handlers<Calls>['work'] = async ({ pauses, ending }, { emit, signal }) => {
    signal.addEventListener('abort', () => aborted++);
    for (let step = 0; step < pauses; step++) {
      await pause();
      emit(step);
    }
    if (ending === 'error') throw new WorkError('broken', `after ${pauses}`);
    if (ending === 'never') await new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('late'))));
    // A function cannot cross.
    return ending === 'uncloneable' ? ((() => 'x') as unknown as string) : `done ${pauses}`;
  };
  const caller = new Caller<Calls>(near, revive);
  serve<Calls>(far, { work, ...handlers });
  return { caller, aborted: () => aborted };
}

describe('a border', () => {
  it('answers every call exactly once, whatever the order of answers, errors and aborts', async () => {
    const call = fc.record({ pauses: fc.nat(4), ending: fc.constantFrom<Ending>('result', 'error', 'never', 'uncloneable'), abortAfter: fc.option(fc.nat(6), { nil: undefined }) });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), async (plans) => {
        const { caller } = border();
        const settlements = await Promise.all(
          plans.map(async ({ pauses, ending, abortAfter }) => {
            const controller = new AbortController();
            const events: number[] = [];
            let settledCount = 0;
            const settled = caller
              .call('work', { pauses, ending }, { onEvent: (step) => events.push(step), signal: controller.signal })
              .then((value) => `result ${value}`, (error: unknown) => String(error))
              .finally(() => settledCount++);
            const last = abortAfter ?? (ending === 'never' ? 6 : undefined);
            for (let turn = 0; turn < (last ?? 0); turn++) await pause();
            if (last !== undefined) controller.abort(new Error('no longer wanted'));
            const outcome = await settled;
            const eventsThen = events.length;
            for (let turn = 0; turn < 3; turn++) await pause();
            return { pauses, ending, outcome, settledCount, events, quietAfter: events.length === eventsThen };
          }),
        );
        for (const { pauses, ending, outcome, settledCount, events, quietAfter } of settlements) {
          expect(settledCount).toBe(1);
          expect(quietAfter).toBe(true);
          expect(events).toEqual(events.map((_, index) => index));
          const given = { result: `result done ${pauses}`, error: `WorkError: broken: after ${pauses}`, never: '', uncloneable: 'Error: DataCloneError/' }[ending];
          if (!outcome.startsWith('Error: no longer wanted')) expect(outcome.startsWith(given) && given !== '').toBe(true);
          if (outcome === given) expect(events).toHaveLength(pauses);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('rebuilds an error with its class, code and detail', async () => {
    const { caller } = border();
    const error: unknown = await caller.call('work', { pauses: 2, ending: 'error' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(WorkError);
    expect(error).toMatchObject({ name: 'WorkError', code: 'broken', detail: 'after 2' });
  });

  it.each([
    [new RangeError('too far'), 'RangeError//too far'],
    ['a string, as engines throw', 'Error//a string, as engines throw'],
    [undefined, 'Error//undefined'],
  ])('carries %s as data', async (thrown: unknown, message) => {
    const { caller } = border({
      work: () => {
        throw thrown;
      },
    });
    await expect(caller.call('work', { pauses: 0, ending: 'result' })).rejects.toThrow(message);
  });

  it('answers a call that throws before its first pause, and one without a handler', async () => {
    const throwing = border({
      work: () => {
        throw new Error('at once');
      },
    });
    await expect(throwing.caller.call('work', { pauses: 0, ending: 'result' })).rejects.toThrow('Error//at once');
    // As when page and worker come from different versions.
    const strangers = new Caller<{ other: Call<null, never, null> }>(connectTo({}), revive);
    await expect(strangers.call('other', null)).rejects.toThrow('no handler for the call “other”');
  });

  it('rejects at once with the signal’s reason, and tells the far end', async () => {
    const { caller, aborted } = border();
    const controller = new AbortController();
    const reason = new Error('enough');
    const call = caller.call('work', { pauses: 0, ending: 'never' }, { signal: controller.signal });
    await pause();
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    await pause();
    expect(aborted()).toBe(1);
    await expect(caller.call('work', { pauses: 0, ending: 'result' }, { signal: controller.signal })).rejects.toBe(reason);
  });

  it('rejects a call whose argument cannot cross', async () => {
    const { caller } = border();
    await caller.call('work', { pauses: 0, ending: 'result' });
    const uncloneable = { pauses: 0, ending: (() => 'x') as unknown as Ending };
    await expect(caller.call('work', uncloneable)).rejects.toThrow('could not be cloned');
    await expect(caller.call('work', { pauses: 0, ending: 'result' })).resolves.toBe('done 0');
  });

  it('sends nothing before the far end is ready', async () => {
    const [near, far] = ports();
    const early: unknown[] = [];
    const listen = (event: MessageEvent) => early.push(event.data);
    far.addEventListener('message', listen);
    const caller = new Caller<Calls>(near, revive);
    const calls = [1, 2].map((pauses) => caller.call('work', { pauses, ending: 'result' }));
    await pause();
    await pause();
    expect(early).toEqual([]);
    far.removeEventListener('message', listen);
    serve<Calls>(far, { work: ({ pauses }) => Promise.resolve(`late ${pauses}`) });
    await expect(Promise.all(calls)).resolves.toEqual(['late 1', 'late 2']);
  });

  it('fails all calls, now and later, with the first failure', async () => {
    const { caller } = border();
    const calls = [1, 2].map(() => caller.call('work', { pauses: 0, ending: 'never' }));
    await pause();
    const failure = new Error('gone');
    caller.failAll(failure);
    caller.failAll(new Error('later'));
    for (const call of calls) await expect(call).rejects.toBe(failure);
    await expect(caller.call('work', { pauses: 0, ending: 'result' })).rejects.toBe(failure);
  });
});

function connectTo(handlers: Handlers<Record<string, never>>): MessagePort {
  const [near, far] = ports();
  // The caller listens only after this returns, so the far end gets ready after it.
  setImmediate(() => serve(far, handlers));
  return near;
}
