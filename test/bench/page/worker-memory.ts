const CHANNEL = 'tain-bench-memory';

/** Tells the page, whenever it asks, how much memory WebAssembly has in this worker. Call before anything starts WebAssembly. */
export function tellMemory(): void {
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
  const channel = new BroadcastChannel(CHANNEL);
  channel.addEventListener('message', ({ data }) => {
    if (data === 'how much?') channel.postMessage(memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0));
  });
}

/** Bytes of WebAssembly's memory in the one worker that runs. Resolves once that worker is idle. */
export function askMemory(): Promise<number> {
  const channel = new BroadcastChannel(CHANNEL);
  return new Promise((resolve) => {
    channel.addEventListener('message', ({ data }) => {
      channel.close();
      resolve(Number(data));
    });
    channel.postMessage('how much?');
  });
}
