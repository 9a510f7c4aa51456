import type { OracleSpec } from '../../core/run.ts';
import type { OracleOffer } from '../oracle.ts';

/** What tells the entries of the catalogue apart. All that the dock is ever told. */
export type OracleIdentity = Pick<OracleSpec, 'engine' | 'modelId' | 'dtype' | 'device'>;

/** What a model demands of the GPU. */
export interface GpuNeeds {
  readonly shaderF16: boolean;
  /** Size of the largest single buffer that the engine binds. */
  readonly bufferBytes: number;
}

/** One model in one number format on one device. */
export interface CatalogueEntry extends Omit<OracleOffer, 'refusal' | 'cached'> {
  /** Undefined when it computes on the CPU. */
  readonly gpu: GpuNeeds | undefined;
}

/** One line of the offer: the same model in different number formats, the best first. At least one. */
export type CatalogueFamily = readonly [CatalogueEntry, ...CatalogueEntry[]];

/** A text that is the same for two identities exactly when they name the same entry. */
export function identityKey({ engine, modelId, dtype, device }: OracleIdentity): string {
  return [engine, modelId, dtype, device].join(' ');
}
