/** An error as it crosses a worker's border: structured clone would drop its class and code. */
export interface ErrorData {
  readonly name: string;
  /** The code of a CodedError, else `''`. */
  readonly code: string;
  /** The detail of a CodedError, else the message. */
  readonly detail: string;
}

/** From the caller to the server. */
export type CallMessage =
  | { readonly kind: 'call'; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly kind: 'abort'; readonly id: number };

/** From the server to the caller. Every call gets any number of events, then exactly one result or error. */
export type AnswerMessage =
  /** `lifeLock` names the lock that the server holds as long as it lives; undefined where there are no locks. */
  | { readonly kind: 'ready'; readonly lifeLock: string | undefined }
  | { readonly kind: 'event'; readonly id: number; readonly event: unknown }
  | { readonly kind: 'result'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ErrorData };

/** What both ends need of a Worker, a MessagePort or a worker's global scope. */
export interface Port {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

/** Starts a module worker from the URL of its script. */
export type StartWorker = (scriptUrl: string) => Worker;
