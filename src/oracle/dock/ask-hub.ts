import type { RepositoryFacts } from '../catalogue/repository-facts.ts';
import { WeightError } from '../shelf.ts';
import { folderUrl, listingUrl } from '../weights/addresses.ts';
import { TransferMeter } from '../weights/transfer-meter.ts';
import { untilAborted } from '../until-aborted.ts';
import { bodyOf } from './answer.ts';
import { withAttempts } from './attempts.ts';
import { type HubListing, readListing } from './hub-listing.ts';
import { readPieces, watchStalls } from './stall-watch.ts';
import type { WeightSource } from './weight-source.ts';

/** Listings and configurations are far smaller. */
const MAX_TEXT_LENGTH = 32 * 1024 ** 2;

/** In the order in which they say what a repository is. */
const CONFIGURATIONS = ['mlc-chat-config.json', 'config.json'] as const;

/** What the hub knows of a repository at a branch, tag or commit. Rejects with WeightError or the signal's reason. */
export async function askHub(repository: string, revision: string, source: WeightSource, meter: TransferMeter, signal: AbortSignal): Promise<HubListing> {
  return readListing(await askJson(listingUrl(repository, revision), `${repository} at ${revision}`, source, meter, signal));
}

/** The facts by which a model can be offered. Rejects with WeightError or the signal's reason. */
export async function askFacts(modelId: string, source: WeightSource, signal: AbortSignal): Promise<RepositoryFacts> {
  const meter = new TransferMeter('list', () => undefined);
  const { commit, files, licence, languages } = await askHub(modelId, 'main', source, meter, signal);
  const path = CONFIGURATIONS.find((name) => files.has(name));
  const folder = folderUrl({ engine: 'transformers', modelId, revision: commit });
  const config = path === undefined ? undefined : await askJson(folder + path, path, source, meter, signal);
  const listed = [...files].map(([name, { sizeBytes = 0, sha256 }]) => ({ path: name, sizeBytes, sha256 }));
  return { modelId, revision: commit, licence, languages, files: listed, config };
}

async function askJson(url: string, name: string, source: WeightSource, meter: TransferMeter, signal: AbortSignal): Promise<unknown> {
  const ask = (until: AbortSignal, sign: () => void) => askText(url, name, source, until, sign);
  const text = await withAttempts(name, source, meter, signal, () => watchStalls(source, signal, ask));
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new WeightError('damaged', `${name}: it is no JSON`, { cause: error });
  }
}

async function askText(url: string, name: string, source: WeightSource, until: AbortSignal, sign: () => void): Promise<string> {
  const body = bodyOf(await untilAborted(source.fetch(url, 0, until), until), name);
  const decoder = new TextDecoder();
  let text = '';
  await readPieces(body, until, (bytes) => {
    sign();
    text += decoder.decode(bytes, { stream: true });
    if (text.length > MAX_TEXT_LENGTH) throw new WeightError('not-a-model', `${name}: it does not end`);
  });
  return text + decoder.decode();
}
