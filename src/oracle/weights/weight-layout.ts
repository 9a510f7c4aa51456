import type { OracleSpec } from '../../core/run.ts';
import { transformersLayout } from './transformers-layout.ts';
import { webLlmLayout } from './webllm-layout.ts';
import type { WeightLayout } from './weight-file.ts';

/** What tells the weights of one model from those of another. */
export type WeightAddress = Pick<OracleSpec, 'engine' | 'modelId' | 'revision' | 'dtype'>;

/** The files of a model, whatever its engine; `paths` are those that its repository or folder holds. */
export function layoutOf(address: WeightAddress, paths: ReadonlySet<string>): WeightLayout {
  return address.engine === 'webllm' ? webLlmLayout(address, paths) : transformersLayout(address, paths);
}
