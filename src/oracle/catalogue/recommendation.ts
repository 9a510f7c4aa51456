import type { OfferStanding, OracleOffer } from '../oracles.ts';
import { identityKey } from './catalogue-entry.ts';

/** An offer before it is compared with the others. */
export type PlainOffer = Omit<OracleOffer, 'standing'>;

/** What the comparison goes by beside the offers themselves. */
export interface Measures {
  /** GPU memory within which a model is expected to run without trouble. */
  readonly comfortableBytes: number;
  /** Identity keys of what the catalogue describes. */
  readonly known: ReadonlySet<string>;
}

type Because<Kind extends OfferStanding['kind']> = (OfferStanding & { readonly kind: Kind })['because'];

/**
 * Compares the offers; at least one has to be usable. The rule:
 * 1. On the GPU the largest model that fits the memory comfortably; the larger one writes better. Sizes that differ by less than a factor of
 *    about two count as equal when one of them is already here. Of equal ones, WebLLM's, which is faster, then the earlier one.
 * 2. Else, on the processor, where speed decides, the one that is meant for small machines.
 * 3. Else the practice oracle.
 * Never recommended are models whose licence reaches the models trained on their output, and models that only the person knows.
 * As more memory only adds candidates to step 1, it never leads to a smaller model.
 */
export function compareOffers(offers: readonly PlainOffer[], measures: Measures): OracleOffer[] {
  const best = recommend(offers, measures);
  return offers.map((offer) => ({ ...offer, standing: standingOf(offer, best, measures) }));
}

interface Recommendation {
  readonly offer: PlainOffer;
  readonly because: Because<'recommended'>;
}

function recommend(offers: readonly PlainOffer[], measures: Measures): Recommendation | undefined {
  const usable = offers.filter(({ refusal }) => refusal === undefined);
  const eligible = usable.filter((offer) => !offer.spec.practice && isRecommendable(offer, measures));
  const onGpu = best(eligible.filter((offer) => offer.gpu !== undefined && fits(offer, measures)));
  if (onGpu) return { offer: onGpu, because: onGpu.stored ? 'here-already' : 'best-that-fits' };
  const onProcessor = best(eligible.filter(({ gpu, strengths }) => gpu === undefined && strengths.includes('small-machine')));
  if (onProcessor) return { offer: onProcessor, because: 'only-on-processor' };
  const practice = usable.find(({ spec }) => spec.practice);
  return practice && { offer: practice, because: 'only-practice' };
}

function best(offers: readonly PlainOffer[]): PlainOffer | undefined {
  // The sort is stable: what stands earlier in the catalogue wins a draw.
  return [...offers].sort(
    (a, b) =>
      sizeClass(b) - sizeClass(a) ||
      Number(b.stored !== undefined) - Number(a.stored !== undefined) ||
      b.parametersBillions - a.parametersBillions ||
      Number(b.spec.engine === 'webllm') - Number(a.spec.engine === 'webllm'),
  )[0];
}

function standingOf(offer: PlainOffer, best: Recommendation | undefined, measures: Measures): OfferStanding {
  if (best && offer === best.offer) return { kind: 'recommended', because: best.because };
  return { kind: 'other', because: whyNot(offer, best?.offer, measures) };
}

function whyNot(offer: PlainOffer, best: PlainOffer | undefined, measures: Measures): Because<'other'> {
  if (offer.refusal !== undefined) return 'refused';
  if (offer.spec.practice) return 'practice';
  if (!measures.known.has(identityKey(offer.spec))) return 'unknown-model';
  if (offer.gpu !== undefined && !fits(offer, measures)) return 'memory-tight';
  if (offer.gpu === undefined && best?.gpu !== undefined) return 'slower';
  if (best && offer.parametersBillions < best.parametersBillions) return 'smaller';
  if (offer.licence.bindsTrainees) return 'licence';
  // As large or larger, and still not chosen: the engine is slower, the processor too, or the weights are not here.
  return best?.stored && !offer.stored && offer.parametersBillions > best.parametersBillions ? 'to-download' : 'slower';
}

function isRecommendable(offer: PlainOffer, { known }: Measures): boolean {
  return known.has(identityKey(offer.spec)) && !offer.licence.bindsTrainees;
}

function fits({ memoryBytes }: PlainOffer, { comfortableBytes }: Measures): boolean {
  return memoryBytes <= comfortableBytes;
}

function sizeClass({ parametersBillions }: PlainOffer): number {
  return Math.round(Math.log2(parametersBillions));
}
