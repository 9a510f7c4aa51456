import type { OracleSpec } from '../../core/run.ts';
import { openStored } from './file-store.ts';
import type { ModelManifest } from './manifest.ts';
import { findManifest } from './manifest-store.ts';

/**
 * What a model lacks on this machine: the first file that is missing or of another size than recorded, or the model itself;
 * undefined when it is complete. The practice model comes with the page and lacks nothing. Asks nobody outside.
 */
export async function missingWeight(spec: OracleSpec): Promise<string | undefined> {
  if (spec.practice) return undefined;
  const manifest = await findManifest(spec);
  return manifest ? (await missingFiles(manifest))[0] : `${spec.modelId} ${spec.dtype} at ${spec.revision}`;
}

/** Whether a model on this machine writes a chain of thought unless told not to; false where nothing is known of it. */
export async function thinks(spec: OracleSpec): Promise<boolean> {
  return (await findManifest(spec))?.card.thinks ?? false;
}

/** Paths of those files of a model that are missing or of another size than recorded, in the manifest's order. */
export async function missingFiles({ files }: ModelManifest): Promise<string[]> {
  const sizes = await Promise.all(files.map(async (file) => (await openStored(file))?.size));
  return files.filter(({ sizeBytes }, index) => sizes[index] !== sizeBytes).map(({ path }) => path);
}

/** The file that Transformers.js asks for by its address, as a response that is read piece by piece; undefined when it is not here. */
export async function matchWeight(url: string): Promise<Response | undefined> {
  const file = await openStored({ scope: 'transformers', url });
  const type = url.endsWith('.json') ? 'application/json' : 'application/octet-stream';
  return file && new Response(file, { headers: { 'content-type': type, 'content-length': String(file.size) } });
}
