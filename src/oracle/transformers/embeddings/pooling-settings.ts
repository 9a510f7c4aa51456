import type { OracleSpec } from '../../../core/run.ts';
import type { Pooling } from '../../embedder.ts';
import { folderUrl } from '../../weights/addresses.ts';
import { matchWeight } from '../../weights/find-weights.ts';
import { POOLING_FILES } from '../../weights/transformers-layout.ts';

/** How a model's own files say that texts become vectors. */
export interface PoolingSettings {
  readonly pooling: Pooling;
  readonly normalised: boolean;
  /** Most tokens of a text; Infinity where the files say nothing of it. */
  readonly tokensMax: number;
  /** False where there are no such files, and what most models were trained for is assumed. */
  readonly configured: boolean;
}

/** Reads one of a model's files; undefined when it is not there. */
export type ReadSettings = (path: string) => Promise<unknown>;

/** Reads the files that a model's folder on this machine holds. */
export function readStoredSettings(spec: OracleSpec): ReadSettings {
  return async (path) => {
    const response = await matchWeight(folderUrl(spec) + path);
    return response && (JSON.parse(await response.text()) as unknown);
  };
}

/**
 * The settings in the files that Sentence Transformers writes beside a model. Throws when they ask for another kind of pooling.
 * Source: sentence-transformers, models/Pooling.py and models/Transformer.py.
 */
export async function poolingSettings(read: ReadSettings): Promise<PoolingSettings> {
  const [modules, pooling, transformer] = await Promise.all([read(POOLING_FILES.modules), read(POOLING_FILES.pooling), read(POOLING_FILES.transformer)]);
  const tokensMax = asObject(transformer)['max_seq_length'];
  return {
    pooling: pooling === undefined ? 'mean' : poolingOf(asObject(pooling)),
    normalised: modules === undefined || hasNormalisation(modules),
    tokensMax: typeof tokensMax === 'number' && tokensMax > 0 ? tokensMax : Infinity,
    configured: pooling !== undefined,
  };
}

/** Exactly one of the modes is set in files that we can follow. */
function poolingOf(config: Readonly<Record<string, unknown>>): Pooling {
  const modes = Object.keys(config).filter((name) => name.startsWith('pooling_mode_') && config[name] === true);
  if (modes.join() === 'pooling_mode_mean_tokens') return 'mean';
  if (modes.join() === 'pooling_mode_cls_token') return 'cls';
  throw new Error(`the model pools by ${modes.join(' and ') || 'nothing that is known here'}`);
}

function hasNormalisation(modules: unknown): boolean {
  if (!Array.isArray(modules)) throw new TypeError('modules.json holds no list');
  return modules.some((module) => String(asObject(module)['type']).endsWith('.Normalize'));
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
