import { Caller } from '../../bridge/calls.ts';
import type { OracleIdentity } from '../catalogue/catalogue-entry.ts';
import { reviveOracleError } from '../oracle-calls.ts';
import { type LoadProgress, OracleError } from '../oracle.ts';
import { untilAborted } from '../until-aborted.ts';
import { DOCK_READY, type DockCalls } from './dock-calls.ts';

/** The dock is a small document of this site; longer than this it is not coming. */
const START_LIMIT_MS = 30_000;

interface Dock {
  /** Rejects with OracleError `download-failed` when the dock does not come up. */
  readonly port: Promise<MessagePort>;
  remove(): void;
}

/**
 * Has the dock bring a model's weights into this origin's caches, in a hidden frame that exists only meanwhile.
 * Rejects with OracleError `download-failed`, whose detail names the file and the cause, or with the signal's reason.
 */
export async function fetchThroughDock(
  dockUrl: string,
  identity: OracleIdentity,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const dock = openDock(dockUrl);
  try {
    const port = await untilAborted(dock.port, signal);
    const calls = new Caller<DockCalls>(port, reviveOracleError);
    port.start();
    const { engine, modelId, dtype, device } = identity;
    await calls.call('fetchWeights', { engine, modelId, dtype, device }, { onEvent: onProgress, signal });
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
    timer = setTimeout(() => reject(new OracleError('download-failed', `${dockUrl}: it did not start`)), START_LIMIT_MS);
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
