import type { DeviceName, EngineName, OracleSpec } from '../../core/run.ts';
import type { Licence, ModelStrength } from '../../oracle/model-card.ts';
import type { LoadProgress } from '../../oracle/oracle.ts';
import type { OfferRefusal, OfferStanding } from '../../oracle/oracles.ts';
import { formatBytes, formatCount, plural } from './figures.ts';

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
  memoryAtLeast: (bytes: number) => `${formatMemory(bytes)} or more`,
  storage: 'Free storage',
  cores: 'Processor',
  coresCount: (count: number) => plural(count, 'core'),
  unknown: 'Not told by the browser',
  gpuMemory: 'GPU memory for a model',
  gpuMemoryGuess: (bytes: number | undefined) => (bytes === undefined ? 'Guessed' : `Guessed: about ${formatMemory(bytes)}`),
  gpuMemoryHint: 'No browser tells how much memory a GPU has. If you know what yours can spare, say so: what is recommended goes by it.',
  choose: 'Choose an oracle',
  recommended: 'Recommended here',
  smallerLead: 'The larger, the better they write; the smaller, the faster.',
  chosen: 'The oracle of this run',
  fixed: 'A run keeps its oracle from start to end. For another one, start a new run with the same dataset.',
  parameters: 'Parameters',
  download: 'Download',
  comesWithPage: 'None, it comes with the page',
  needs: 'Memory',
  needsFrom: (bytes: number) => `from ${formatBytes(bytes)}`,
  context: 'Context',
  contextUpTo: (tokens: number) => `up to ${formatCount(tokens)} tokens`,
  languages: 'Languages',
  languagesUnknown: 'Not stated',
  moreLanguages: (shown: string, others: number) => `${shown} and ${others} more`,
  licence: 'Licence',
  strengths: 'Good for',
  details: 'More about it',
  modelId: 'Id',
  format: 'Number format',
  revision: 'Revision',
  thinks: 'Thinking',
  thinksHint: 'It can think aloud before it answers; here it is told not to.',
  cached: 'On this machine',
  tight: 'Tight',
  lookedUp: 'Not in the catalogue',
  practice: 'Practice – not for training',
  practiceHint: 'A tiny model that tries out the whole machinery within seconds. It writes by rote: what comes out is for looking at, never for training.',
  where: (engine: string, device: string) => `${engine}, ${device}`,
  unusable: 'Cannot run here',
  unusableCount: (count: number) => `${plural(count, 'model')}, and why`,
  sizes: (download: string, memory: string) => `${download} to download, ${memory} of memory`,
  filter: 'Show models for',
  allEngines: 'All',
  runSettings: (title: string) => `For a run with ${title}`,
  runContext: 'Context',
  contextChoice: (tokens: number, bytes: number) => `${formatCount(tokens)} tokens · ${formatBytes(bytes)} of memory`,
  runContextHint: 'The room that a record, its prompt and its answer share. Longer records need more; more takes memory.',
  overBudget: (bytes: number) => `This takes more than the ${formatMemory(bytes)} that a model is expected to get here. It may fail to start.`,
  fetch: (bytes: number) => `Download ${formatBytes(bytes)}`,
  fetchRest: 'Download what is missing',
  fetching: (title: string) => `Downloading ${title}`,
  cancelFetch: 'Cancel the download',
  revisionMissing: (revision: string) => `The weights that this run began with (revision ${revision}) are not on this machine. A run keeps to them, so that all its records come from the same oracle.`,
  fetchRevision: 'Download these weights',
  another: 'Another model',
  anotherLead: 'Any model for WebLLM or Transformers.js: by its id on Hugging Face, or from your disk.',
  idLabel: 'Id on Hugging Face',
  idExample: 'owner/name',
  idPrivacy: 'The id is sent to Hugging Face to ask which files the model has. Nothing else is.',
  lookUp: 'Look it up',
  lookingUp: 'Asking Hugging Face…',
  stopLooking: 'Stop',
  malformedId: 'An id looks like “owner/name”; the address of the model’s page works too.',
  found: 'Found',
  noOracle: {
    student: (title: string) => `${title} is a base model, which was not taught to answer. It can be a student: choose it where the recipe or the report asks for one.`,
    embedder: (title: string) => `${title} turns texts into vectors and writes none. It can measure coherence: choose it in the report.`,
  },
  next: 'Continue to the recipe',
  needsChoice: 'Choose an oracle to continue.',
  needsDownload: 'Download its weights to continue.',
  tryAgain: 'Try again',
} as const;

/** The engines by their own names. */
export const ENGINE_LABELS: Record<EngineName, string> = { transformers: 'Transformers.js', webllm: 'WebLLM' };

/** Where a model computes. */
export const DEVICE_LABELS: Record<DeviceName, string> = { webgpu: 'on the GPU', wasm: 'on the processor' };

/** What a model is good for. */
export const STRENGTH_LABELS: Record<ModelStrength, string> = {
  'best-writing': 'best writing',
  balanced: 'a balance of speed and quality',
  fast: 'speed',
  'small-machine': 'small machines',
  'many-languages': 'many languages',
  'open-data': 'openly published training data',
  trial: 'trying out',
};

/** Groups of offers that can be used. */
export const OFFER_GROUPS = { webgpu: 'On the GPU', wasm: 'On the processor', practice: 'For trying out' } as const;

/** Why the recommended one is. */
export const RECOMMENDATION_SENTENCES: Record<(OfferStanding & { kind: 'recommended' })['because'], string> = {
  'best-that-fits': 'The largest model that fits comfortably into this GPU’s memory, with a licence that leaves what you train free. Larger ones write better.',
  'here-already': 'It is on this machine already, fits comfortably, and nothing much larger would.',
  'only-on-processor': 'There is no GPU here that a model could use. This one is small enough for the processor: expect minutes for each record, and modest writing.',
  'only-practice': 'No real model can run here; below it says why. The practice oracle shows how everything works.',
};

/** Why another one is not; `''` where the card or its group says it already. */
export const OTHER_SENTENCES: Record<(OfferStanding & { kind: 'other' })['because'], string> = {
  smaller: 'Smaller than the recommended one: faster, but it writes less well.',
  'memory-tight': 'May be too large for this GPU’s memory.',
  slower: 'Runs slower here than the recommended one.',
  practice: '',
  'unknown-model': 'Not in the catalogue: how well it writes is for you to judge.',
  refused: '',
  licence: '',
  'to-download': 'A little larger than the recommended one, which is here already.',
};

/** Why an oracle cannot be chosen. */
export const REFUSAL_SENTENCES: Record<OfferRefusal, string> = {
  'insecure-context': 'The browser allows this only on pages opened over https or from localhost.',
  'no-gpu': 'It needs a GPU that the browser can use (WebGPU). A recent Chrome or Edge and a current graphics driver may help.',
  'software-gpu': 'It needs a real GPU; the one found here is emulated on the processor and would take hours for a record.',
  'no-shader-f16': 'It needs half precision (shader-f16), which this GPU or driver lacks.',
  'buffer-too-small': 'Its weights need larger buffers than this GPU gives the browser.',
  'memory-too-small': 'It needs far more memory than a model is expected to get here. If you know that there is more, say so under “This machine”.',
  'storage-too-small': 'There is not enough free storage for its weights. Free some disk space, or delete a model, and look again.',
};

/** What a licence asks of models that are trained on the answers; undefined when nothing. */
export function licenceNote({ name, bindsTrainees }: Licence): string | undefined {
  if (!bindsTrainees) return undefined;
  if (/llama/i.test(name)) return 'If you publish a model that was trained on its answers, its name must begin with “Llama”, and it must say “Built with Llama”.';
  if (/gemma/i.test(name)) return 'A model that was trained on its answers so as to perform like it falls under Gemma’s terms too.';
  return 'Its terms also reach models that were trained on its answers.';
}

/** Languages in words, the best first: all of them, or a few and how many more. */
export function languageNames(tags: readonly string[], shownMax = tags.length): string {
  if (tags.length === 0) return ORACLE.languagesUnknown;
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' });
  const nameOf = (tag: string) => {
    try {
      return names.of(tag) ?? tag;
    } catch {
      // Hosts also state what is no language tag, such as `multilingual`.
      return tag;
    }
  };
  const shown = tags.slice(0, shownMax).map(nameOf).join(', ');
  return tags.length > shownMax ? ORACLE.moreLanguages(shown, tags.length - shownMax) : shown;
}

/** Memory as it is sold: `16 GB` has 2^34 bytes. */
export function formatMemory(bytes: number): string {
  return `${Math.round((bytes / 2 ** 30) * 10) / 10} GB`;
}

/** Reads as `120 MB of 480 MB`, or without the whole while it is not known. */
export function bytesOf({ loadedBytes, totalBytes }: Pick<LoadProgress, 'loadedBytes' | 'totalBytes'>): string {
  if (totalBytes === undefined) return loadedBytes > 0 ? formatBytes(loadedBytes) : '';
  return `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`;
}

/** What an oracle is called: its title where the catalogue is at hand, else the last part of its id. */
export function oracleName(spec: OracleSpec, title: string | undefined): string {
  return title ?? (spec.practice ? 'Practice oracle' : (spec.modelId.split('/').at(-1) ?? spec.modelId));
}

/** A commit as people write it: its first digits. Branches and tags stay whole. */
export function shortRevision(revision: string): string {
  return /^[0-9a-f]{40,}$/.test(revision) ? revision.slice(0, 8) : revision;
}
