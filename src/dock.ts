import { serve } from './bridge/serve.ts';
import { connectWorker } from './bridge/worker-caller.ts';
import { DOCK_READY, type DockCalls } from './oracle/dock/dock-calls.ts';
import dockUrl from './oracle/dock/dock.worker.ts?worker&url';
import { WeightError } from './oracle/shelf.ts';
import { reviveWeightError } from './oracle/weights/storage-errors.ts';
import { sealedWorkerStarter } from './seal/sealed-worker.ts';
import { watchRequests } from './seal/watch-requests.ts';

watchRequests('dock');

// Only a worker may write into a file in place, and hashing would hold up the page, which shares its thread with this document.
const died = (detail: string) => new WeightError('failed', `the dock’s worker ended: ${detail}`);
const { calls } = connectWorker<DockCalls>(sealedWorkerStarter()(dockUrl), reviveWeightError, died);

const { port1, port2 } = new MessageChannel();
serve<DockCalls>(port1, {
  fetch: (address, { emit, signal }) => calls.call('fetch', address, { onEvent: emit, signal }),
  lookUp: (modelId, { signal }) => calls.call('lookUp', modelId, { signal }),
});
port1.start();
// Only a page of this origin that holds this document in a frame gets the port.
parent.postMessage(DOCK_READY, location.origin, [port2]);
