import type { EngineName } from '../../../core/run.ts';
import type { OracleOffer } from '../../../oracle/oracles.ts';

/** The offers of the screen, each in one place. */
export interface OfferGroups {
  readonly recommended: readonly OracleOffer[];
  readonly webgpu: readonly OracleOffer[];
  readonly wasm: readonly OracleOffer[];
  readonly practice: readonly OracleOffer[];
  readonly refused: readonly OracleOffer[];
}

/** Sorts the offers into the screen's groups, what writes best first; only those of the wanted engine, but for the recommended one and the practice oracles. */
export function groupOffers(offers: readonly OracleOffer[], engine: EngineName | 'all'): OfferGroups {
  const usable = offers.filter(({ refusal }) => refusal === undefined);
  const recommended = usable.filter(({ standing }) => standing.kind === 'recommended');
  const others = usable.filter((offer) => !recommended.includes(offer));
  const wanted = others.filter(({ spec }) => !spec.practice && (engine === 'all' || spec.engine === engine));
  return {
    recommended,
    webgpu: wanted.filter(({ spec }) => spec.device === 'webgpu').sort(bySize),
    wasm: wanted.filter(({ spec }) => spec.device === 'wasm').sort(bySize),
    practice: others.filter(({ spec }) => spec.practice),
    refused: offers.filter(({ refusal }) => refusal !== undefined),
  };
}

function bySize(a: OracleOffer, b: OracleOffer): number {
  return b.parametersBillions - a.parametersBillions;
}
