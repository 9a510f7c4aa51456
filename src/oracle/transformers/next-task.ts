/**
 * Makes a function that resolves in the next task of the event loop. The WASM engine resolves in
 * microtasks only, so without such a pause between two steps a worker would see no message, and
 * no abort, until its batch is done. A message channel, since timers wait at least 4 ms.
 */
export function taskQueue(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return () =>
    new Promise((resolve) => {
      port1.onmessage = () => resolve();
      port2.postMessage(undefined);
    });
}
