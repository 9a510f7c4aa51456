import type { Port } from '../../src/bridge/wire.ts';

/** What both ends of {@link PortWorker} have: what one posts arrives at the other as a copy, a turn of the event loop later. */
class PortEnd extends EventTarget {
  other: PortEnd | undefined;

  postMessage(message: unknown): void {
    const data: unknown = structuredClone(message);
    setImmediate(() => this.other?.dispatchEvent(new MessageEvent('message', { data })));
  }
}

/** A worker without a thread of its own, for where there are none: what serves the other end runs beside the caller. */
export class PortWorker extends PortEnd {
  readonly #onEnd: () => void;

  /** `serve` gets the worker's own port; `onEnd` is called when the worker is terminated or crashes. */
  constructor(serve: (port: Port) => void, onEnd: () => void) {
    super();
    this.#onEnd = onEnd;
    const inside = new PortEnd();
    [this.other, inside.other] = [inside, this];
    // The DOM's types know only events in general.
    serve(inside as Port);
  }

  terminate(): void {
    if (this.other) this.other.other = undefined;
    this.other = undefined;
    this.#onEnd();
  }

  crash(): void {
    this.terminate();
    this.dispatchEvent(Object.assign(new Event('error', { cancelable: true }), { message: 'out of memory' }));
  }
}
