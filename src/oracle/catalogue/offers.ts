import type { DeviceReport, OfferRefusal, OracleOffer } from '../oracle.ts';
import { CATALOGUE } from './catalogue.ts';
import { identityKey, type CatalogueEntry, type CatalogueFamily } from './catalogue-entry.ts';

/**
 * What can be offered on a machine: one offer for each family, in the number format that fits the machine best.
 * Usable ones first, the practice oracle last among them, its GPU form before its CPU form when the GPU is a real one.
 * `cached` holds the identity keys of entries whose weights are here.
 */
export function offersFor(report: DeviceReport, cached: ReadonlySet<string>, families: readonly CatalogueFamily[] = CATALOGUE): OracleOffer[] {
  const offers = families.map((family) => bestOffer(family, report, cached));
  const rank = ({ spec, refusal }: OracleOffer): number => {
    if (refusal !== undefined) return 3;
    if (!spec.practice) return 0;
    return (spec.device === 'webgpu') === hasHardwareGpu(report) ? 1 : 2;
  };
  return offers.sort((a, b) => rank(a) - rank(b));
}

function bestOffer(family: CatalogueFamily, report: DeviceReport, cached: ReadonlySet<string>): OracleOffer {
  const offers = family.map((entry) => offer(entry, report, cached));
  const usable = offers.find(({ refusal }) => refusal === undefined);
  // Lack of f16 tells nothing when there is an f32 twin: what ails the twin is the obstacle.
  const telling = offers.find(({ refusal }) => refusal !== 'no-shader-f16');
  return usable ?? telling ?? offer(family[0], report, cached);
}

function offer(entry: CatalogueEntry, report: DeviceReport, cached: ReadonlySet<string>): OracleOffer {
  const { spec, title, licence, parametersBillions, downloadBytes, memoryBytes } = entry;
  const here = downloadBytes === 0 || cached.has(identityKey(spec));
  return { spec, title, licence, parametersBillions, downloadBytes, memoryBytes, refusal: refusalOf(entry, report, here), cached: here };
}

function refusalOf(entry: CatalogueEntry, report: DeviceReport, cached: boolean): OfferRefusal | undefined {
  // Without a secure context there is neither a GPU interface nor a cache for weights.
  if (!report.secureContext && (entry.gpu !== undefined || !cached)) return 'insecure-context';
  const refusal = gpuRefusal(entry, report);
  if (refusal !== undefined || cached) return refusal;
  const free = report.storageFreeBytes;
  return free !== undefined && free < entry.downloadBytes ? 'storage-too-small' : undefined;
}

function gpuRefusal({ gpu: needs, spec }: CatalogueEntry, { gpu }: DeviceReport): OfferRefusal | undefined {
  if (needs === undefined) return undefined;
  if (gpu === undefined) return 'no-gpu';
  if (gpu.software && !spec.practice) return 'software-gpu';
  // Asked of the adapter: most f16 models do not state this need in the engine's own catalogue, and die after the whole download.
  if (needs.shaderF16 && !gpu.shaderF16) return 'no-shader-f16';
  return gpu.maxBufferBytes < needs.bufferBytes ? 'buffer-too-small' : undefined;
}

function hasHardwareGpu({ gpu }: DeviceReport): boolean {
  return gpu !== undefined && !gpu.software;
}
