import type { OracleSpec } from '../../src/core/run.ts';
import type { DeviceReport, LoadProgress, Oracle, OracleOffer, Oracles } from '../../src/oracle/oracle.ts';
import { type Script, ScriptedOracle } from './scripted-oracle.ts';

const SPEC: OracleSpec = {
  engine: 'transformers',
  modelId: 'scripted/practice',
  revision: '1',
  device: 'wasm',
  dtype: 'fp32',
  contextTokens: 4096,
  lanes: 4,
  practice: true,
};

const APACHE = { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' };
const BASE = { licence: APACHE, refusal: undefined, cached: false } as const;

const REPORT: DeviceReport = {
  secureContext: true,
  gpu: { vendor: 'acme', architecture: 'tile-2', description: 'Acme Tile 2 Pro', software: false, shaderF16: true, maxBufferBytes: 4e9 },
  logicalCores: 10,
  memoryBytes: 8e9,
  storageFreeBytes: 212e9,
};

/** A counter whose oracles are all scripted: one that must be downloaded, one that is here, the practice oracle, and two that cannot run. */
export class ScriptedOracles implements Oracles {
  readonly #script: Script;
  readonly #fetched = new Set<string>();

  constructor(script: Script) {
    this.#script = script;
  }

  probe(): Promise<DeviceReport> {
    return Promise.resolve(REPORT);
  }

  offers(): Promise<OracleOffer[]> {
    const model = (modelId: string): OracleSpec => ({ ...SPEC, modelId, engine: 'webllm', device: 'webgpu', dtype: 'q4f16_1', lanes: 1, practice: false });
    const offers: OracleOffer[] = [
      { ...BASE, spec: model('acme/Large-7B'), title: 'Acme Large 7B', parametersBillions: 7.6, downloadBytes: 4.3e9, memoryBytes: 5.1e9 },
      { ...BASE, spec: model('acme/Small-0.5B'), title: 'Acme Small 0.5B', parametersBillions: 0.49, downloadBytes: 276e6, memoryBytes: 0.9e9, cached: true },
      { ...BASE, spec: { ...SPEC, lanes: this.#script.lanes }, title: 'Practice oracle', parametersBillions: 0.0002, downloadBytes: 0, memoryBytes: 40e6 },
      { ...BASE, spec: model('acme/Huge-32B'), title: 'Acme Huge 32B', parametersBillions: 32, downloadBytes: 18e9, memoryBytes: 21e9, refusal: 'buffer-too-small' },
      { ...BASE, spec: model('acme/Half-3B'), title: 'Acme Half 3B', parametersBillions: 3.1, downloadBytes: 1.8e9, memoryBytes: 2.4e9, refusal: 'no-shader-f16' },
    ];
    return Promise.resolve(offers.map((offer) => ({ ...offer, cached: offer.cached || this.#fetched.has(offer.spec.modelId) })));
  }

  async fetchWeights(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void> {
    for (let step = 1; step <= 40; step++) {
      await new Promise((resolve) => setTimeout(resolve, this.#script.pieceMs * 5));
      signal.throwIfAborted();
      onProgress({ stage: 'download', fraction: step / 40, loadedBytes: (step / 40) * 4.3e9, totalBytes: 4.3e9 });
    }
    this.#fetched.add(spec.modelId);
  }

  open(): Oracle {
    return new ScriptedOracle(this.#script);
  }
}
