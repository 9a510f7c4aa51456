import { cardsOf } from '../catalogue/repository-cards.ts';
import type { ModelCard } from '../model-card.ts';
import { WeightError } from '../shelf.ts';
import { LIBRARY_VERSION } from './addresses.ts';
import { storedFile } from './file-store.ts';
import type { ImportFile } from './import-folder.ts';
import { keysAreOwn } from './manifest.ts';
import { factsOf, type ModelFolder, readFolderJson } from './model-folder.ts';
import { MANIFEST_NAME } from './pack-model.ts';
import { readManifest } from './read-manifest.ts';
import type { StoredFile, WeightFile, WeightLayout } from './weight-file.ts';
import { layoutOf } from './weight-layout.ts';

/** What an import will bring here. */
export interface ImportPlan {
  readonly card: ModelCard;
  /** Undefined when it is still to be made from the hashes. */
  readonly revision: string | undefined;
  readonly files: readonly { readonly file: WeightFile; readonly source: ImportFile }[];
  /** Files that need not come: another model on this machine has brought them. */
  readonly here: readonly StoredFile[];
}

/** Which of several number formats this machine can run. */
export type FitsMachine = (card: ModelCard) => boolean;

/** Finds out what belongs to the model in a folder. Rejects with WeightError `not-a-model`, `incomplete`, `no-library` or `damaged`, which names the file. */
export async function planImport(folder: ModelFolder, fits: FitsMachine): Promise<ImportPlan> {
  const packed = folder.files.get(MANIFEST_NAME);
  return packed ? planPacked(await packed.text(), folder) : planFolder(folder, fits);
}

/** Of a packed model everything is known, and everything must be there. */
function planPacked(text: string, folder: ModelFolder): ImportPlan {
  const manifest = readManifest(text);
  if (!manifest || !keysAreOwn(manifest)) throw new WeightError('damaged', MANIFEST_NAME);
  const { card, files, libraryVersion } = manifest;
  if (card.spec.engine === 'webllm' && libraryVersion !== LIBRARY_VERSION) throw new WeightError('no-library', `packed for ${libraryVersion}, here is ${LIBRARY_VERSION}`);
  const paths = new Set(folder.files.keys());
  const absent = files.filter(({ path }) => !paths.has(path)).map(({ path }) => path);
  if (absent.length > 0) throw new WeightError('incomplete', absent.join(', '));
  const promised = files.map(({ scope, url, path, sizeBytes, sha256 }): WeightFile => ({ scope, url, path, from: url, promise: { sizeBytes, sha256 } }));
  return { card, revision: card.spec.revision, files: promised.map((file) => ({ file, source: sourceOf(file, folder) })), here: [] };
}

async function planFolder(folder: ModelFolder, fits: FitsMachine): Promise<ImportPlan> {
  const cards = cardsOf(await factsOf(folder));
  const inOrder = [...cards.filter(fits), ...cards.filter((card) => !fits(card))];
  let firstFailure: WeightError | undefined;
  for (const card of inOrder) {
    try {
      return await planCard(card, folder);
    } catch (error) {
      if (!(error instanceof WeightError) || error.code !== 'incomplete') throw error;
      firstFailure ??= error;
    }
  }
  throw firstFailure ?? new WeightError('not-a-model', folder.name);
}

async function planCard(card: ModelCard, folder: ModelFolder): Promise<ImportPlan> {
  const layout = layoutOf(card.spec, new Set(folder.files.keys()));
  const others = await otherFiles(layout, folder);
  const wanted = [...layout.indexFiles, ...others].map((file) => (file.scope === 'webllm/wasm' ? namedAsInFolder(file, folder) : file));
  const absent = wanted.filter(({ path }) => !folder.files.has(path));
  const here = await Promise.all(absent.map((file) => storedFile(file, file.path)));
  const missing = absent.filter((file, index) => file.scope !== 'webllm/wasm' || !here[index]);
  if (missing.length > 0) throw new WeightError('incomplete', missing.map(describe).join(', '));
  const present = wanted.filter((file) => !absent.includes(file));
  return { card, revision: undefined, files: present.map((file) => ({ file, source: sourceOf(file, folder) })), here: here.filter((file) => file !== undefined) };
}

async function otherFiles(layout: WeightLayout, folder: ModelFolder): Promise<WeightFile[]> {
  try {
    return await layout.otherFiles((file) => readFolderJson(folder, file.path));
  } catch (error) {
    if (error instanceof TypeError) throw new WeightError('not-a-model', error.message, { cause: error });
    throw error;
  }
}

/** A library may lie in the folder under another name, when it is the only one. */
function namedAsInFolder(file: WeightFile, { files }: ModelFolder): WeightFile {
  const libraries = [...files.keys()].filter((path) => path.endsWith('.wasm'));
  const path = libraries.find((candidate) => candidate.split('/').at(-1) === file.path) ?? (libraries.length === 1 ? libraries[0] : undefined);
  return path === undefined ? file : { ...file, path };
}

/** What is missing and, of a library, where it is to be had: it belongs to no model's folder. */
function describe({ scope, path, from }: WeightFile): string {
  return scope === 'webllm/wasm' ? `${path} (${from})` : path;
}

function sourceOf({ path }: WeightFile, { files }: ModelFolder): ImportFile {
  const source = files.get(path);
  if (!source) throw new WeightError('incomplete', path);
  return source;
}
