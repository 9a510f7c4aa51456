/** The part of a service worker's global scope that is used here; TypeScript's own declarations of it contradict those of pages. */
export interface ServiceWorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    get(id: string): Promise<ServiceWorkerClient | undefined>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LastingEvent) => void): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
}

/** A document or worker that the service worker answers. */
export interface ServiceWorkerClient {
  readonly type: 'window' | 'worker' | 'sharedworker';
  readonly url: string;
}

/** An event whose work may go on after its listener has returned. */
export interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

/** A request that waits for its answer. */
export interface FetchEvent extends LastingEvent {
  readonly request: Request;
  /** Of who asked; empty when a document is opened. */
  readonly clientId: string;
  respondWith(response: Promise<Response>): void;
}
