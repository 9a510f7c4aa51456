import type { LoadProgress, OfferRefusal } from '../../oracle/oracle.ts';
import type { DeviceName, EngineName, OracleSpec } from '../../core/run.ts';
import { formatBytes, plural } from './figures.ts';

/** The oracle screen. */
export const ORACLE = {
  title: 'Oracle',
  lead: 'The oracle is the language model that criticises and rewrites. It runs in this browser, on this machine.',
  machine: 'This machine',
  probing: 'Looking at this machine…',
  gpu: 'GPU',
  noGpu: 'None that the browser can use',
  softwareGpu: 'Only an emulated one: good for trying out, far too slow for real work',
  unnamedGpu: 'Available',
  halfPrecision: 'Half precision',
  yes: 'Yes',
  no: 'No',
  memory: 'Memory',
  memoryAtLeast: (bytes: number) => `${formatBytes(bytes)} or more`,
  storage: 'Free storage',
  cores: 'Processor',
  coresCount: (count: number) => plural(count, 'core'),
  unknown: 'Not told by the browser',
  choose: 'Choose an oracle',
  chosen: 'The oracle of this run',
  fixed: 'A run keeps its oracle from start to end. For another one, start a new run with the same dataset.',
  parameters: 'Parameters',
  download: 'Download',
  comesWithPage: 'none, it comes with the page',
  needs: 'Memory',
  context: 'Context',
  tokens: (count: number) => plural(count, 'token'),
  licence: 'Licence',
  cached: 'On this machine',
  practice: 'Practice – not for training',
  practiceHint: 'A tiny model that tries out the whole machinery within seconds. It writes by rote: what comes out is for looking at, never for training.',
  where: (engine: string, device: string) => `${engine}, ${device}`,
  unusable: 'Cannot run here',
  sizes: (download: string, memory: string) => `${download} to download, ${memory} of memory`,
  fetch: (bytes: number) => `Download ${formatBytes(bytes)}`,
  fetching: (title: string) => `Downloading ${title}`,
  cancelFetch: 'Cancel the download',
  next: 'Continue to the recipe',
  needsChoice: 'Choose an oracle to continue.',
  needsDownload: 'Download its weights to continue.',
  tryAgain: 'Try again',
  noOffers: 'No oracle is on offer.',
} as const;

/** What a stage of loading is called. */
export const LOAD_STAGES: Record<LoadProgress['stage'], string> = {
  download: 'Downloading',
  load: 'Loading the model',
  'warm-up': 'Warming up',
};

/** The engines by their own names. */
export const ENGINE_LABELS: Record<EngineName, string> = { transformers: 'Transformers.js', webllm: 'WebLLM' };

/** Where a model computes. */
export const DEVICE_LABELS: Record<DeviceName, string> = { webgpu: 'on the GPU', wasm: 'on the processor' };

/** Why an oracle cannot be chosen. */
export const REFUSAL_SENTENCES: Record<OfferRefusal, string> = {
  'insecure-context': 'The browser allows this only on pages opened over https or from localhost.',
  'no-gpu': 'It needs a GPU that the browser can use (WebGPU). A recent Chrome or Edge and a current graphics driver may help.',
  'software-gpu': 'It needs a real GPU; the one found here is emulated on the processor.',
  'no-shader-f16': 'It needs half precision (shader-f16), which this GPU or driver lacks.',
  'buffer-too-small': 'Its weights need larger buffers than this GPU gives the browser.',
  'storage-too-small': 'There is not enough free storage for its weights. Free some disk space and reload.',
};

/** Reads as `120 MB of 480 MB`, or without the whole while it is not known. */
export function bytesOf({ loadedBytes, totalBytes }: LoadProgress): string {
  if (totalBytes === undefined) return loadedBytes > 0 ? formatBytes(loadedBytes) : '';
  return `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}

/** What an oracle is called: its title where the catalogue is at hand, else the last part of its id. */
export function oracleName(spec: OracleSpec, title: string | undefined): string {
  return title ?? (spec.practice ? 'Practice oracle' : (spec.modelId.split('/').at(-1) ?? spec.modelId));
}
