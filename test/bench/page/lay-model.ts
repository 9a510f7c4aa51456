import type { ModelCard } from '../../../src/oracle/model-card.ts';
import { folderUrl } from '../../../src/oracle/weights/addresses.ts';
import { partHandle, settlePart } from '../../../src/oracle/weights/file-store.ts';
import { findManifest, writeManifest } from '../../../src/oracle/weights/manifest-store.ts';
import { newManifest } from '../../../src/oracle/weights/manifest.ts';
import type { StoredFile } from '../../../src/oracle/weights/weight-file.ts';
import type { BenchModel } from './bench-api.ts';

/** Lays a model of this server where a published one lies after its download. One that lies there, or that comes with the page, is left alone. */
export async function layModel({ name, spec, files }: BenchModel): Promise<void> {
  if (spec.practice || (await findManifest(spec))) return;
  const stored: StoredFile[] = [];
  for (const { path } of files) stored.push(await layFile(path, new URL(`/models/${spec.modelId}/${path}`, location.href).href, folderUrl(spec) + path));
  const card: ModelCard = {
    spec,
    title: name,
    licence: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    parametersBillions: 0,
    downloadBytes: 0,
    memoryBytes: 0,
    contextTokensMax: spec.contextTokens,
    languages: [],
    strengths: [],
    gpu: undefined,
    thinks: false,
  };
  await writeManifest(newManifest(card, spec.revision, stored, 'download', 0));
}

async function layFile(path: string, from: string, url: string): Promise<StoredFile> {
  const response = await fetch(from);
  if (!response.ok || !response.body) throw new Error(`${from}: ${response.status}`);
  const part = await partHandle('transformers', crypto.randomUUID());
  await response.body.pipeTo(await part.createWritable());
  const stored: StoredFile = { scope: 'transformers', url, path, sizeBytes: (await part.getFile()).size, sha256: '0'.repeat(64), crc32: 0 };
  await settlePart(part, stored);
  return stored;
}
