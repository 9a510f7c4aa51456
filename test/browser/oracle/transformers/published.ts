import type { OracleSpec } from '../../../../src/core/run.ts';
import type { ModelCard } from '../../../../src/oracle/model-card.ts';
import { folderUrl } from '../../../../src/oracle/weights/addresses.ts';
import { partHandle, removeStored, settlePart } from '../../../../src/oracle/weights/file-store.ts';
import { newManifest } from '../../../../src/oracle/weights/manifest.ts';
import { writeManifest } from '../../../../src/oracle/weights/manifest-store.ts';
import { removeModel } from '../../../../src/oracle/weights/stored-models.ts';
import type { StoredFile, WeightKey } from '../../../../src/oracle/weights/weight-file.ts';
import { practiceSpec } from './practice.ts';

const FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model.onnx'];

/** The practice model under the name of a published one. */
export const PUBLISHED: OracleSpec = { ...practiceSpec('wasm'), modelId: 'someone/small-model', revision: 'a'.repeat(40), practice: false };

const CARD: ModelCard = {
  spec: PUBLISHED,
  title: 'Small model',
  licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
  parametersBillions: 0.1,
  downloadBytes: 0,
  memoryBytes: 0,
  contextTokensMax: 4096,
  languages: [],
  strengths: [],
  gpu: undefined,
  thinks: false,
};

const keyOf = (path: string, spec = PUBLISHED): WeightKey => ({ scope: 'transformers', url: folderUrl(spec) + path });

/** Lays the practice model, with some files changed or added, where a published one lies. */
export async function publish(changed: Readonly<Record<string, string>> = {}): Promise<void> {
  const files = new Map<string, Blob>();
  for (const path of new Set([...FILES, ...Object.keys(changed)])) {
    files.set(path, path in changed ? new Blob([changed[path] ?? '']) : await (await fetch(`/models/tain-practice/${path}`)).blob());
  }
  await publishFiles(PUBLISHED, files);
}

/** Lays a model's files, by their path in its folder, where those of a published one lie. */
export async function publishFiles(spec: OracleSpec, files: ReadonlyMap<string, Blob>): Promise<void> {
  const stored: StoredFile[] = [];
  for (const [path, bytes] of files) {
    const part = await partHandle('transformers', crypto.randomUUID());
    await bytes.stream().pipeTo(await part.createWritable());
    const file = { ...keyOf(path, spec), path, sizeBytes: bytes.size, sha256: '0'.repeat(64), crc32: 0 };
    await settlePart(part, file);
    stored.push(file);
  }
  await writeManifest(newManifest({ ...CARD, spec }, spec.revision, stored, 'download', 0));
}

/** Takes one of the published model's files away. */
export function lose(path: string): Promise<void> {
  return removeStored(keyOf(path));
}

/** Takes the published model away. */
export function unpublish(): Promise<void> {
  return removeModel(PUBLISHED);
}
