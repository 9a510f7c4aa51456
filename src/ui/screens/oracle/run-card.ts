import type { OracleSpec } from '../../../core/run.ts';
import type { ModelCard } from '../../../oracle/model-card.ts';
import { oracleName } from '../../messages/oracle.ts';

/** A card of the very weights that a run began with: what is known of the model, with the run's revision. Of a model that is not on offer little is known. */
export function cardOfRun(spec: OracleSpec, known: ModelCard | undefined): ModelCard {
  if (known) return { ...known, spec };
  return {
    spec,
    title: oracleName(spec, undefined),
    licence: { name: 'Not stated', url: '' },
    parametersBillions: 0, downloadBytes: 0, memoryBytes: 0, contextTokensMax: spec.contextTokens,
    languages: [], strengths: [], gpu: undefined, thinks: false,
  };
}
