import type { OracleSpec } from '../../../../src/core/run.ts';
import { removeModel } from '../../../../src/oracle/weights/stored-models.ts';
import { randomModelFiles, type RandomModelOptions } from '../../../random-model/model-files.ts';
import { publishFiles } from './published.ts';

/** Lays a model of random weights where those that were downloaded lie. Gives what loads it there. It can be laid only once at a time. */
export async function layModel(options: RandomModelOptions, rest: Pick<OracleSpec, 'device' | 'lanes'>): Promise<OracleSpec> {
  const { shape, attention, format, seed } = options;
  const modelId = `someone/random-${shape.hiddenSize}-${attention}-${seed}`;
  const spec: OracleSpec = { engine: 'transformers', modelId, revision: 'b'.repeat(40), dtype: format, contextTokens: shape.contextTokens, practice: false, ...rest };
  await publishFiles(spec, new Map([...randomModelFiles(options)].map(([path, bytes]) => [path, new Blob([bytes])])));
  return spec;
}

/** Takes a model away that was laid. */
export function takeAway(spec: OracleSpec): Promise<void> {
  return removeModel(spec);
}
