import type { EngineName, LaneSetting, OracleSpec } from '../../core/run.ts';
import { memoryWith, type ModelCard } from '../../oracle/model-card.ts';
import { specKey } from '../oracle-key.ts';
import { keep, recall } from './memory.ts';

const KEY = 'tain.oracle-settings';

/** What a person chooses for a run with an oracle. */
export type RunSettings = Pick<OracleSpec, 'contextTokens' | 'lanes'>;

/** Lanes that an engine may be asked for; WebLLM takes one prompt after the other. */
const LANES: Readonly<Record<EngineName, readonly LaneSetting[]>> = { transformers: ['auto', 1, 2, 3, 4, 6, 8, 12, 16, 24, 32], webllm: [1] };

/** So many can be chosen whatever is known of the memory: what is known of it is a guess. */
const LANES_ALWAYS = 16;

const CONTEXTS = [2048, 4096, 8192, 16_384, 32_768] as const;

/** The contexts to choose from, in tokens, up to the model's largest and that too. */
export function contextChoices({ contextTokensMax, spec }: ModelCard): number[] {
  const choices = CONTEXTS.filter((tokens) => tokens < contextTokensMax);
  return [...new Set([...choices, contextTokensMax, spec.contextTokens])].sort((a, b) => a - b);
}

/** The lanes to choose from, with those that are chosen; more than sixteen only where `budgetBytes` of memory are expected to be enough for them. */
export function laneChoices(card: ModelCard, { contextTokens, lanes: chosen }: RunSettings, budgetBytes: number): readonly LaneSetting[] {
  const fits = (lanes: number) => lanes <= LANES_ALWAYS || memoryWith(card, { contextTokens, lanes }) <= budgetBytes;
  return LANES[card.spec.engine].filter((lanes) => lanes === 'auto' || lanes === chosen || fits(lanes));
}

/** What was chosen for an oracle at an earlier visit, as far as it is still a choice; its card's settings otherwise. */
export function recallSettings(card: ModelCard): RunSettings {
  const kept = readKept()[specKey(card.spec)];
  const { contextTokens, lanes } = typeof kept === 'object' && kept !== null ? (kept as Partial<Record<keyof RunSettings, unknown>>) : {};
  return {
    contextTokens: contextChoices(card).find((choice) => choice === contextTokens) ?? card.spec.contextTokens,
    lanes: LANES[card.spec.engine].find((choice) => choice === lanes) ?? card.spec.lanes,
  };
}

/** Keeps a choice for the next visit. */
export function keepSettings({ spec }: ModelCard, settings: RunSettings): void {
  keep(KEY, JSON.stringify({ ...readKept(), [specKey(spec)]: settings }));
}

function readKept(): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(recall(KEY) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
