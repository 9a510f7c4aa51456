import type { OracleOffer } from '../../oracle/oracles.ts';
import type { ChoiceRole } from '../state/model-choice.svelte.ts';
import { formatBytes, plural } from './figures.ts';
import { DEVICE_LABELS } from './oracle.ts';

/** The picker of a model for one role. */
export const MODEL_PICKER = {
  none: 'None chosen',
  ready: 'On this machine',
  practice: 'For trying out – not for results',
  download: 'To be downloaded',
  looking: 'Looking at this machine…',
  facts: (sizes: string, licence: string) => `${sizes} · ${licence}`,
  practiceHint: 'A tiny model that tries out the machinery. Its figures mean nothing.',
  refused: (count: number) => `${plural(count, 'model')} that cannot run here, and why`,
  take: (line: string) => `Choose ${line}`,
  another: 'Another model',
  tight: 'It may be too large for this GPU’s memory.',
} as const;

/** What each role is called, and what its model does. */
export const ROLE_TEXTS: Readonly<Record<ChoiceRole, { readonly label: string; readonly hint: string; readonly unfit: string }>> = {
  student: { label: 'Student', hint: 'The base model that you will train, or one like it. It tells how likely it finds each text, and writes nothing.', unfit: 'This model cannot be a student: only language models that Transformers.js runs tell how likely they find a text.' },
  embedder: { label: 'Embedding model', hint: 'A small model that turns texts into vectors, so that texts of similar meaning lie close together.', unfit: 'This model writes text and gives no vectors.' },
  judge: { label: 'Judge', hint: 'An oracle that compares two versions of a record without knowing which is which.', unfit: 'This model cannot be a judge: it was not taught to answer.' },
};

/** A line of the list: `SmolLM2 135M · 140 MB · on the processor`. */
export function offerLine({ title, spec, downloadBytes }: OracleOffer): string {
  const size = downloadBytes === 0 ? [] : [formatBytes(downloadBytes)];
  return [title, ...size, DEVICE_LABELS[spec.device]].join(' · ');
}

/** What the chosen model takes: `140 MB to download, 420 MB of memory`. */
export function sizesLine({ stored, downloadBytes, memoryBytes }: OracleOffer): string {
  const memory = `${formatBytes(memoryBytes)} of memory`;
  if (downloadBytes === 0) return `comes with the page, ${memory}`;
  return stored ? `${formatBytes(downloadBytes)} on this machine, ${memory}` : `${formatBytes(downloadBytes)} to download, ${memory}`;
}
