import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { AppFile, RuntimeBuild } from './app-file.ts';

/** File names of the ONNX Runtime say which of its builds they belong to; the bundle of the second one says `webgpu`. */
const RUNTIME_NAMES: readonly (readonly [RegExp, RuntimeBuild])[] = [
  [/\bort\b.*\bjspi\b/, 'jspi'],
  [/\bort\b.*\b(?:asyncify|webgpu)\b/, 'asyncify'],
];

/** Lists every file of a built app but those named in `without`, in the order of their paths. Runs at build time. */
export function listAppFiles(folder: string, without: readonly string[]): AppFile[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !entry.name.endsWith('.map'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !without.includes(path))
    .sort()
    .map((path) => describeFile(folder, path));
}

function describeFile(folder: string, path: string): AppFile {
  const content = readFileSync(join(folder, path));
  const runtime = RUNTIME_NAMES.find(([pattern]) => pattern.test(path))?.[1];
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { path, sha256, sizeBytes: content.byteLength, ...(runtime ? { runtime } : {}) };
}
