import type { Run } from '../core/run.ts';
import type { Source } from '../core/source.ts';
import { CONTAINERS } from '../formats/containers/containers.ts';
import { type Store, StoreError } from '../store/store.ts';
import type { RoundProgress } from './desk.ts';
import { exportRun } from './export-run.ts';
import { gatherBytes } from './gather-bytes.ts';
import { importSource } from './import-source.ts';

/**
 * Takes a run's result, as it stands, as a dataset of its own that can be recycled again. Its records are those of the export, byte for
 * byte, so each has the ordinal of the one that it came from. Rejects with StoreError, `damaged` when a record of the run's own dataset
 * cannot be read, or with the signal's reason; nothing is left of it then.
 */
export async function takeAsSource(runId: string, store: Store, onProgress: (progress: RoundProgress) => void, signal: AbortSignal): Promise<Source> {
  const run = await store.run(runId);
  const former = await store.source(run.sourceId);
  const round = (former.parent?.round ?? 0) + 1;
  const onDamage = (ordinal: number, fate: string) => {
    // Without it all records behind it would be taken for others.
    if (fate === 'leftOut') throw new StoreError('damaged', `source ${former.id}, row ${ordinal}`);
  };
  const watch = { onProgress: ({ rowCount }: { rowCount: number }) => onProgress({ stage: 'writing', rowCount }), onDamage };
  const bytes = await gatherBytes(exportRun(runId, former.container, store, watch, signal), CONTAINERS[former.container].mediaType);
  const file = new File([bytes], roundName(run, former, round), { type: bytes.type });
  return importSource(file, store, ({ rowCount }) => onProgress({ stage: 'reading', rowCount }), signal, { sourceId: former.id, runId, round });
}

/** `alpaca.json` becomes `alpaca.recycled.json`, then `alpaca.recycled-2.json`. What a practice oracle had a hand in says so in its name for ever. */
export function roundName(run: Run, former: Pick<Source, 'name' | 'container'>, round: number): string {
  const stem = former.name.replace(/\.[^.]*$/, '') || 'dataset';
  const [, base = stem, earlier = ''] = /^(.*?)(\.practice)?(?:\.recycled(?:-\d+)?)?$/.exec(stem) ?? [];
  const practice = run.oracle.practice ? '.practice' : earlier;
  return `${base}${practice}.recycled${round > 1 ? `-${round}` : ''}.${former.container}`;
}
