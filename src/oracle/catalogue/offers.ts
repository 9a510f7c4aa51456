import type { ModelCard } from '../model-card.ts';
import type { DeviceReport, OfferRefusal, OracleOffer } from '../oracles.ts';
import type { StoredModel } from '../shelf.ts';
import { type CatalogueFamily, identityKey } from './catalogue-entry.ts';
import { CATALOGUE } from './catalogue.ts';
import { gpuMemoryBudget, type MemoryBudget, processorMemoryBytes } from './memory-budget.ts';
import { compareOffers, type PlainOffer } from './recommendation.ts';

interface Machine {
  readonly report: DeviceReport;
  readonly budget: MemoryBudget;
  /** By identity key; of several revisions the one used last. */
  readonly stored: ReadonlyMap<string, StoredModel>;
}

/**
 * What can be offered on a machine: one offer for each family, in the number format that fits the machine best, and one for each other model whose
 * weights are here. Usable ones first, the practice oracle last among them, its GPU form before its CPU form when the GPU is a real one.
 * `stored` has the latest used first, as the shelf gives it. Pure.
 */
export function offersFor(
  report: DeviceReport,
  stored: readonly StoredModel[],
  budget: MemoryBudget = gpuMemoryBudget(report, [...CATALOGUE.flat(), ...stored.map(({ card }) => card)]),
  families: readonly CatalogueFamily[] = CATALOGUE,
): OracleOffer[] {
  const known = new Set(families.flat().map(({ spec }) => identityKey(spec)));
  const offers = compareOffers(plainOffers(families, { report, budget, stored: byIdentity(stored) }), { comfortableBytes: budget.comfortableBytes, known });
  return offers.sort((a, b) => rank(a, report) - rank(b, report));
}

/**
 * What can be offered for a role beside the oracle's, as `offersFor` does. None is recommended: only the person knows which model will be
 * trained, and of embedders any will do that knows the language. Pure.
 */
export function offersForRole(families: readonly CatalogueFamily[], report: DeviceReport, stored: readonly StoredModel[]): OracleOffer[] {
  const budget = gpuMemoryBudget(report, [...CATALOGUE.flat(), ...stored.map(({ card }) => card)]);
  const offers = plainOffers(families, { report, budget, stored: byIdentity(stored) });
  return offers.map((offer) => ({ ...offer, standing: standingInRole(offer, budget) })).sort((a, b) => rank(a, report) - rank(b, report));
}

/** The offers of a model that was looked up: for the GPU and for the processor the best format of each. None is recommended: only the person knows the model. */
export function offersOfCards(
  cards: readonly ModelCard[],
  report: DeviceReport,
  stored: readonly StoredModel[],
  budget: MemoryBudget = gpuMemoryBudget(report, [...CATALOGUE.flat(), ...stored.map(({ card }) => card)]),
): OracleOffer[] {
  const machine = { report, budget, stored: byIdentity(stored) };
  const devices = [...new Set(cards.map(({ spec }) => spec.device))];
  const families = devices.map((device) => cards.filter(({ spec }) => spec.device === device));
  const offers = families.flatMap(([first, ...others]) => (first ? [bestOffer([first, ...others], machine)] : []));
  const standing = ({ refusal }: PlainOffer) => ({ kind: 'other', because: refusal === undefined ? 'unknown-model' : 'refused' }) as const;
  return offers.map((offer) => ({ ...offer, standing: standing(offer) })).sort((a, b) => rank(a, report) - rank(b, report));
}

function standingInRole({ refusal, spec, gpu, memoryBytes }: PlainOffer, { comfortableBytes }: MemoryBudget): OracleOffer['standing'] {
  if (refusal !== undefined) return { kind: 'other', because: 'refused' };
  if (spec.practice) return { kind: 'other', because: 'practice' };
  return { kind: 'other', because: gpu !== undefined && memoryBytes > comfortableBytes ? 'memory-tight' : 'unknown-model' };
}

/** One offer for each family, then one for each other model that is here. */
function plainOffers(families: readonly CatalogueFamily[], machine: Machine): PlainOffer[] {
  const listed = families.map((family) => bestOffer(family, machine));
  const shown = new Set(listed.map(({ spec }) => identityKey(spec)));
  const others = [...machine.stored].filter(([key]) => !shown.has(key)).map(([, { card }]) => plainOffer(card, machine));
  return [...listed, ...others];
}

function byIdentity(stored: readonly StoredModel[]): ReadonlyMap<string, StoredModel> {
  // Later entries of a Map's source win, so the latest used come last.
  return new Map([...stored].reverse().map((model) => [identityKey(model.card.spec), model]));
}

function bestOffer(family: CatalogueFamily, machine: Machine): PlainOffer {
  const offers = family.map((card) => plainOffer(card, machine));
  const usable = offers.find(({ refusal }) => refusal === undefined);
  // Lack of f16 tells nothing when there is an f32 twin: what ails the twin is the obstacle.
  const telling = offers.find(({ refusal }) => refusal !== 'no-shader-f16');
  return usable ?? telling ?? plainOffer(family[0], machine);
}

function plainOffer(card: ModelCard, machine: Machine): PlainOffer {
  const here = machine.stored.get(identityKey(card.spec));
  const stored = here?.missing.length === 0 ? here : undefined;
  const refusal = refusalOf(card, machine, stored !== undefined || card.downloadBytes === 0);
  if (!here) return { ...card, refusal, stored };
  // What lies here names its commit and its exact size.
  const { spec, downloadBytes } = here.card;
  return { ...card, spec: { ...card.spec, revision: spec.revision }, downloadBytes, refusal, stored };
}

function refusalOf(card: ModelCard, { report, budget }: Machine, here: boolean): OfferRefusal | undefined {
  // Without a secure context there is neither a GPU interface nor storage for weights.
  if (!report.secureContext && (card.gpu !== undefined || !here)) return 'insecure-context';
  const refusal = card.gpu === undefined ? processorRefusal(card, report) : gpuRefusal(card, card.gpu, report, budget);
  if (refusal !== undefined || here) return refusal;
  const free = report.storageFreeBytes;
  return free !== undefined && free < card.downloadBytes ? 'storage-too-small' : undefined;
}

function gpuRefusal(card: ModelCard, needs: NonNullable<ModelCard['gpu']>, { gpu }: DeviceReport, { limitBytes }: MemoryBudget): OfferRefusal | undefined {
  if (gpu === undefined) return 'no-gpu';
  if (gpu.software) return card.spec.practice ? undefined : 'software-gpu';
  // Asked of the adapter: most f16 models do not state this need in the engine's own catalogue, and die after the whole download.
  if (needs.shaderF16 && !gpu.shaderF16) return 'no-shader-f16';
  if (gpu.maxBufferBytes < needs.bufferBytes) return 'buffer-too-small';
  return !card.spec.practice && card.memoryBytes > limitBytes ? 'memory-too-small' : undefined;
}

function processorRefusal({ memoryBytes }: ModelCard, report: DeviceReport): OfferRefusal | undefined {
  return memoryBytes > processorMemoryBytes(report) ? 'memory-too-small' : undefined;
}

function rank({ spec, refusal, standing }: OracleOffer, { gpu }: DeviceReport): number {
  if (refusal !== undefined) return 4;
  if (standing.kind === 'recommended') return 0;
  if (!spec.practice) return 1;
  const realGpu = gpu !== undefined && !gpu.software;
  return (spec.device === 'webgpu') === realGpu ? 2 : 3;
}
