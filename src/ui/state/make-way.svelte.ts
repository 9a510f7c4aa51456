import { untrack } from 'svelte';
import type { Sessions } from './sessions.svelte.ts';

/** Has other work pause whenever a run starts in this tab, which needs the memory. For state that lives as long as the page. */
export function makeWayForRuns(sessions: Pick<Sessions, 'active'>, pause: () => void): void {
  $effect.root(() => {
    $effect(() => {
      if (sessions.active) untrack(pause);
    });
  });
}
