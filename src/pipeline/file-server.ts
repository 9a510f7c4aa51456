import { serve } from '../bridge/serve.ts';
import type { Port } from '../bridge/wire.ts';
import { CONTAINERS } from '../formats/containers/containers.ts';
import type { Store } from '../store/store.ts';
import type { ExportDamage, ExportedDataset, ExportedFile, FileProgress } from './desk.ts';
import { exportName, exportRun } from './export-run.ts';
import type { FileCalls } from './file-calls.ts';
import { gatherBytes } from './gather-bytes.ts';
import { importSource } from './import-source.ts';
import { makeManifest } from './manifest.ts';
import { takeAsSource } from './next-round.ts';
import { openOnce } from './open-once.ts';
import { measureDrift } from './rounds.ts';

/** Answers the page's file calls on `port`. The store is opened with the first call, and again after an opening that failed. */
export function serveFiles(port: Port, openStore: () => Promise<Store>, productVersion: string): void {
  const store = openOnce(openStore);
  serve<FileCalls>(port, {
    importFile: async (file, { emit, signal }) => importSource(file, await store(), emit, signal),
    exportRun: async (wanted, { emit, signal }) => assembleExport(wanted, await store(), emit, signal),
    exportManifest: async (runId) => manifestFile(runId, await store(), productVersion),
    takeAsSource: async (runId, { emit, signal }) => takeAsSource(runId, await store(), emit, signal),
    measureDrift: async (runId, { emit, signal }) => measureDrift(runId, await store(), emit, signal),
  });
}

async function assembleExport(
  { runId, container, rows }: FileCalls['exportRun']['argument'],
  store: Store,
  onProgress: (progress: FileProgress) => void,
  signal: AbortSignal,
): Promise<ExportedDataset> {
  const damage: Record<keyof ExportDamage, number[]> = { asOriginals: [], leftOut: [] };
  const onDamage = (ordinal: number, fate: keyof ExportDamage) => damage[fate].push(ordinal);
  const bytes = await gatherBytes(exportRun(runId, container, store, { onProgress, onDamage }, signal, rows && new Set(rows)), CONTAINERS[container].mediaType);
  return { name: exportName(await store.run(runId), container, rows !== undefined), bytes, damage };
}

async function manifestFile(runId: string, store: Store, productVersion: string): Promise<ExportedFile> {
  const manifest = await makeManifest(runId, store, productVersion);
  return { name: 'manifest.json', bytes: new Blob([`${JSON.stringify(manifest, null, 2)}\n`], { type: 'application/json' }) };
}
