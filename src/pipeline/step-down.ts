import type { OracleSpec } from '../core/run.ts';
import type { OracleOffer } from '../oracle/oracles.ts';

/** What a run's oracle is held to on this machine, where the run's own specification proved too much. */
export interface SpecLimits {
  readonly lanes?: number;
  readonly contextTokens?: number;
}

/** Something smaller to go on with. */
export type StepDown =
  /** The same run with these limits. */
  | { readonly kind: 'limits'; readonly limits: SpecLimits }
  /** A new run with another oracle; undefined where none of the offers is known to be smaller. */
  | { readonly kind: 'smaller-oracle'; readonly offer: OracleOffer | undefined };

/** With less than this most records are too long. */
const MIN_CONTEXT_TOKENS = 1024;

/** The specification with the limits put on it; they only ever lower it. A limit of the lanes takes the place of measuring how many are best. */
export function withLimits(spec: OracleSpec, { lanes = Infinity, contextTokens = Infinity }: SpecLimits): OracleSpec {
  const limited = spec.lanes === 'auto' ? (Number.isFinite(lanes) ? lanes : 'auto') : Math.min(spec.lanes, lanes);
  return { ...spec, lanes: limited, contextTokens: Math.min(spec.contextTokens, contextTokens) };
}

/**
 * What to propose when `spec` takes more memory than there is, the least painful first: half the lanes costs time,
 * half the context leaves the longest records as they are, another oracle means a new run. `lanesRun` are those that the oracle
 * really had; undefined when it never came to have any.
 */
export function stepDowns(spec: OracleSpec, limits: SpecLimits, offers: readonly OracleOffer[], lanesRun?: number): StepDown[] {
  const { lanes: wanted, contextTokens } = withLimits(spec, limits);
  const lanes = Math.min(lanesRun ?? Infinity, wanted === 'auto' ? (lanesRun ?? 1) : wanted);
  const proposals: StepDown[] = [];
  if (lanes > 1) proposals.push({ kind: 'limits', limits: { ...limits, lanes: Math.floor(lanes / 2) } });
  const shorter = Math.max(MIN_CONTEXT_TOKENS, 2 ** Math.ceil(Math.log2(contextTokens) - 1));
  if (shorter < contextTokens) proposals.push({ kind: 'limits', limits: { ...limits, contextTokens: shorter } });
  return [...proposals, { kind: 'smaller-oracle', offer: largestBelow(spec, offers) }];
}

/** The largest usable oracle that takes less memory than this one; never a practice oracle, whose results are not for training. */
function largestBelow(spec: OracleSpec, offers: readonly OracleOffer[]): OracleOffer | undefined {
  const memoryBytes = offers.find((offer) => sameModel(offer.spec, spec))?.memoryBytes;
  if (memoryBytes === undefined) return undefined;
  const smaller = offers.filter((offer) => offer.refusal === undefined && !offer.spec.practice && offer.memoryBytes < memoryBytes);
  return smaller.sort((a, b) => b.memoryBytes - a.memoryBytes)[0];
}

function sameModel(a: OracleSpec, b: OracleSpec): boolean {
  return a.engine === b.engine && a.modelId === b.modelId && a.device === b.device && a.dtype === b.dtype;
}
