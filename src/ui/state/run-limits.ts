import type { SpecLimits } from '../../pipeline/step-down.ts';
import { forget, keep, recall } from './memory.ts';

/** What a run's oracle is held to on this machine: no part of the run itself, which may go on elsewhere. Empty when nothing was chosen. */
export function recallLimits(runId: string): SpecLimits {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(runId)) ?? '{}');
    return { ...wholeNumber(kept, 'lanes'), ...wholeNumber(kept, 'contextTokens') };
  } catch {
    return {};
  }
}

/** Keeps limits for the next time that this run is continued here. */
export function keepLimits(runId: string, limits: SpecLimits): void {
  keep(keyOf(runId), JSON.stringify(limits));
}

/** Forgets the limits of a run that is deleted. */
export function forgetLimits(runId: string): void {
  forget(keyOf(runId));
}

function keyOf(runId: string): string {
  return `tain.limits.${runId}`;
}

function wholeNumber(kept: unknown, name: keyof SpecLimits): SpecLimits {
  const value = typeof kept === 'object' && kept !== null && name in kept ? (kept as Record<string, unknown>)[name] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? { [name]: value } : {};
}
