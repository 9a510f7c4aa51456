import type { DescribeProgress } from '../../pipeline/describe.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';

/** Something that the report worker works out, with how far it is. */
export class Description<Value> {
  value = $state.raw<Value | undefined>();
  progress = $state.raw<DescribeProgress | undefined>();
  failure = $state.raw<Failure | undefined>();
  working = $state(false);
  /** What the value was worked out from; another stamp means that there is more by now. */
  stamp = $state('');
  readonly #work: (onProgress: (progress: DescribeProgress) => void, signal: AbortSignal) => Promise<Value>;
  #stop: AbortController | undefined;

  constructor(work: (onProgress: (progress: DescribeProgress) => void, signal: AbortSignal) => Promise<Value>) {
    this.#work = work;
  }

  /** Works it out, unless that is being done. The former value stays until the new one is there. Never rejects. */
  async start(stamp: string): Promise<void> {
    if (this.working) return;
    const { signal } = (this.#stop = new AbortController());
    this.working = true;
    this.failure = undefined;
    this.progress = undefined;
    try {
      this.value = await this.#work((progress) => (this.progress = progress), signal);
      this.stamp = stamp;
    } catch (error) {
      if (!signal.aborted) this.failure = describeFailure(error);
    } finally {
      this.working = false;
    }
  }

  cancel(): void {
    this.#stop?.abort();
  }
}
