type Bytes = Uint8Array<ArrayBuffer>;

/** Counts the bytes that pass through `stream`, and breaks it off at the end when they are not as many as expected. */
export class ByteCount {
  readonly stream: TransformStream<Bytes, Bytes>;
  /** What was wrong with the number, if anything. Whoever reads the stream may see it as a plain network error. */
  mismatch: Error | undefined;
  #receivedBytes = 0;

  constructor(onBytes: (bytes: number) => void, expectedBytes: number | undefined) {
    this.stream = new TransformStream({
      transform: (chunk, controller) => {
        this.#receivedBytes += chunk.byteLength;
        onBytes(chunk.byteLength);
        controller.enqueue(chunk);
      },
      flush: () => this.#check(expectedBytes),
    });
  }

  #check(expectedBytes: number | undefined): void {
    if (expectedBytes === undefined || this.#receivedBytes === expectedBytes) return;
    this.mismatch = new Error(`${this.#receivedBytes} bytes came in place of ${expectedBytes}`);
    throw this.mismatch;
  }
}
