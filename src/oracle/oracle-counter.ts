import type { StartWorker } from '../bridge/wire.ts';
import type { EngineName, OracleSpec } from '../core/run.ts';
import { cachedKeys, missingWeight } from './catalogue/cached-weights.ts';
import { offersFor } from './catalogue/offers.ts';
import { fetchThroughDock } from './dock/dock-client.ts';
import { type DeviceReport, type LoadProgress, type Oracle, OracleError, type OracleOffer, type Oracles } from './oracle.ts';
import { probeDevice } from './probe.ts';
import { WorkerOracle } from './worker-oracle.ts';

/** What the page puts in: how workers are started, and where the scripts and the dock lie. */
export interface CounterSettings {
  readonly startWorker: StartWorker;
  readonly workerUrls: Readonly<Record<EngineName, string>>;
  readonly dockUrl: string;
}

/** The counter of the page: offers the catalogue, has weights fetched by the dock, opens each oracle in a worker of its own. */
export class OracleCounter implements Oracles {
  readonly #settings: CounterSettings;

  constructor(settings: CounterSettings) {
    this.#settings = settings;
  }

  probe(): Promise<DeviceReport> {
    return probeDevice();
  }

  async offers(report: DeviceReport): Promise<OracleOffer[]> {
    return offersFor(report, await cachedKeys());
  }

  async fetchWeights(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    if (spec.practice) return;
    if (!('caches' in globalThis)) throw new OracleError('download-failed', 'there is no cache to keep them in');
    if ((await missingWeight(spec)) === undefined) return;
    await fetchThroughDock(this.#settings.dockUrl, spec, onProgress, signal);
    // The dock fetches what today's catalogue says; an old run may name another revision of the weights.
    const missing = await missingWeight(spec);
    if (missing !== undefined) throw new OracleError('download-failed', missing);
  }

  open(spec: OracleSpec): Oracle {
    const { startWorker, workerUrls } = this.#settings;
    return new WorkerOracle(startWorker, workerUrls[spec.engine], spec.lanes);
  }
}
