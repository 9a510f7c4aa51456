import type { InferenceSession } from 'onnxruntime-web';
import { ADDRESS_BYTES, type Heap } from './heap.ts';
import { HeapTensor } from './heap-tensor.ts';

/** Runs of a session with the same inputs and outputs each time, by the runtime's function in C. */
export class HeapRun {
  readonly #heap: Heap;
  readonly #session: number;
  readonly #inputs: NameList;
  readonly #outputs: NameList;
  #disposed = false;

  /** Throws when the runtime keeps its sessions in another way than is known. */
  constructor(heap: Heap, session: InferenceSession, inputNames: readonly string[], outputNames: readonly string[]) {
    this.#heap = heap;
    this.#session = sessionHandle(session);
    this.#inputs = holdNames(heap, inputNames);
    this.#outputs = holdNames(heap, outputNames);
  }

  /** `outputs` says where to write them; those left open are made by the run, and are the caller's. Rejects with what the runtime says went wrong; nothing is made then. */
  async start(inputs: readonly HeapTensor[], outputs: readonly (HeapTensor | undefined)[]): Promise<HeapTensor[]> {
    if (this.#disposed) throw new Error('the model was freed before');
    const given = outputs.map((tensor) => tensor?.handle ?? 0);
    const { names, count } = this.#inputs;
    const inputsAt = this.#heap.holdWords([...inputs.map(({ handle }) => handle), ...given]);
    const outputsAt = inputsAt + inputs.length * ADDRESS_BYTES;
    try {
      const code = await this.#heap.runtime._OrtRun(this.#session, names, inputsAt, count, this.#outputs.names, this.#outputs.count, outputsAt, 0);
      this.#heap.check(code);
      return adoptAll(this.#heap, this.#heap.words(outputsAt, given.length), outputs);
    } finally {
      this.#heap.free(inputsAt);
    }
  }

  /** To be called before the session is released. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    for (const { addresses } of [this.#inputs, this.#outputs]) for (const address of addresses) this.#heap.free(address);
  }
}

/** Names as C takes them. */
interface NameList {
  /** Address of the list. */
  readonly names: number;
  readonly count: number;
  /** All that is to be freed. */
  readonly addresses: readonly number[];
}

function holdNames(heap: Heap, names: readonly string[]): NameList {
  const texts = names.map((name) => heap.hold(new TextEncoder().encode(`${name}\0`)));
  const list = heap.holdWords(texts);
  return { names: list, count: names.length, addresses: [...texts, list] };
}

/** Handles of the outputs as tensors. What the run was given stays the object that it is. */
function adoptAll(heap: Heap, handles: readonly number[], given: readonly (HeapTensor | undefined)[]): HeapTensor[] {
  const made: HeapTensor[] = [];
  const rest = handles.filter((_, index) => !given[index]);
  try {
    while (rest.length > 0) made.push(HeapTensor.adopt(heap, rest.shift() ?? 0));
  } catch (error) {
    for (const tensor of made) tensor.free();
    for (const handle of rest) heap.runtime._OrtReleaseTensor(handle);
    throw error;
  }
  return handles.map((_, index) => given[index] ?? made.shift()).filter((tensor) => tensor !== undefined);
}

/** The runtime's handle of a session. Source: onnxruntime-web 1.31, OnnxruntimeWebAssemblySessionHandler, whose number of a session is that handle. */
function sessionHandle(session: InferenceSession): number {
  // Private in the types.
  const { handler } = session as unknown as { readonly handler?: { readonly sessionId?: unknown } };
  if (typeof handler?.sessionId !== 'number' || handler.sessionId === 0) throw new Error('this ONNX Runtime gives no handle of its sessions');
  return handler.sessionId;
}
