import type { DeviceReport, OracleOffer, Oracles } from '../../oracle/oracles.ts';
import { describeFailure, type Failure } from '../messages/failures.ts';
import { parseModelId } from '../model-id.ts';

/** Looks models up by their id on Hugging Face. */
export class ModelLookup {
  /** The offers of the model that was found last. */
  found = $state.raw<readonly OracleOffer[]>([]);
  looking = $state(false);
  /** What was asked for is no id. */
  malformed = $state(false);
  failure = $state.raw<Failure | undefined>();
  readonly #oracles: Pick<Oracles, 'lookUp'>;
  #stop: AbortController | undefined;

  constructor(oracles: Pick<Oracles, 'lookUp'>) {
    this.#oracles = oracles;
  }

  /** Never rejects: what goes wrong shows in `malformed` or `failure`. */
  async find(text: string, report: DeviceReport): Promise<void> {
    const modelId = parseModelId(text);
    this.malformed = modelId === undefined;
    this.failure = undefined;
    this.found = [];
    if (modelId === undefined || this.looking) return;
    const { signal } = (this.#stop = new AbortController());
    this.looking = true;
    try {
      this.found = await this.#oracles.lookUp(modelId, report, signal);
    } catch (error) {
      if (!signal.aborted) this.failure = describeFailure(error);
    } finally {
      this.looking = false;
    }
  }

  cancel(): void {
    this.#stop?.abort();
  }
}
