import { Caller } from '../../bridge/calls.ts';
import { WeightError } from '../shelf.ts';
import { untilAborted } from '../until-aborted.ts';
import { reviveWeightError } from '../weights/storage-errors.ts';
import { DOCK_READY, type DockCalls } from './dock-calls.ts';

/** The dock is a small document of this site; longer than this it is not coming. */
const START_LIMIT_MS = 30_000;

interface Dock {
  /** Rejects with WeightError `failed` when the dock does not come up. */
  readonly port: Promise<MessagePort>;
  remove(): void;
}

/**
 * Asks something of the dock, which lives in a hidden frame only meanwhile.
 * Rejects with WeightError, whose detail names the file and the cause, or with the signal's reason.
 */
export async function askDock<Name extends keyof DockCalls>(
  dockUrl: string,
  name: Name,
  argument: DockCalls[Name]['argument'],
  onEvent: (event: DockCalls[Name]['event']) => void,
  signal: AbortSignal,
): Promise<DockCalls[Name]['result']> {
  signal.throwIfAborted();
  const dock = openDock(dockUrl);
  try {
    const port = await untilAborted(dock.port, signal);
    const calls = new Caller<DockCalls>(port, reviveWeightError);
    port.start();
    return await calls.call(name, argument, { onEvent, signal });
  } finally {
    dock.remove();
  }
}

/** The listener stands before the frame exists, and the port comes with the dock's first message: neither can be missed. */
function openDock(dockUrl: string): Dock {
  const frame = document.createElement('iframe');
  const listening = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const port = new Promise<MessagePort>((resolve, reject) => {
    timer = setTimeout(() => reject(new WeightError('failed', `${dockUrl}: it did not start`)), START_LIMIT_MS);
    const onMessage = (event: MessageEvent) => {
      const [first] = event.ports;
      if (event.source === frame.contentWindow && event.data === DOCK_READY && first) resolve(first);
    };
    addEventListener('message', onMessage, { signal: listening.signal });
  });
  frame.hidden = true;
  frame.src = dockUrl;
  document.body.append(frame);
  const remove = () => {
    clearTimeout(timer);
    listening.abort();
    frame.remove();
  };
  return { port, remove };
}
