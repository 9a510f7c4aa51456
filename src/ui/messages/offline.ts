import type { OfflineObstacle, OfflineStanding } from '../../seal/seal.ts';
import { formatBytes, formatPercent } from './figures.ts';

/** The copy of the app on this machine, and its newer versions. */
export const OFFLINE = {
  title: 'Without a network',
  again: 'Try again',
  progress: 'Preparing the page for use without a network',
  progressBytes: (done: number, total: number) => `${formatBytes(done)} of ${formatBytes(total)}`,
  updateTitle: 'A new version is ready',
  update: 'Everything that is stored stays. All tabs of this page reload.',
  updateAtWork: 'It takes over when the work in this tab is paused or done and you agree, or when all tabs of this page are closed.',
  updateElsewhere: 'Another tab of this page is at work. Pause it there, or let it finish, and try again.',
  reload: 'Reload',
  later: 'Later',
} as const;

/** In the header: whether the page works without a network. `none` is not shown. */
export function offlineMark(standing: OfflineStanding): string {
  switch (standing.kind) {
    case 'none':
      return '';
    case 'installing':
      return `Preparing for offline${standing.totalBytes > 0 ? `, ${formatPercent(standing.doneBytes / standing.totalBytes)}` : ''}`;
    case 'ready':
      return 'Works offline';
    case 'update-ready':
      return 'New version';
    case 'unavailable':
      return 'Needs the network';
  }
}

/** How the copy stands, in full. */
export const OFFLINE_SENTENCES: Record<OfflineStanding['kind'], string> = {
  none: 'The browser is being asked how the page stands without a network.',
  installing: 'The page is bringing its own files onto this machine: program, runtime, practice oracle, sample and fonts. Until that is done it needs the host that serves it.',
  ready: 'The whole page is on this machine and answers from here, also at the next visit. Pull the cable, switch off the wireless network: everything but the download of a new model goes on working.',
  'update-ready': 'The whole page is on this machine, and a newer version of it is here as well. It takes over when you agree, or by itself once all tabs of this page are closed.',
  unavailable: 'There is no copy of the page on this machine. It works while its host can be reached; what was said about your data holds all the same.',
};

/** Why there is no copy, and what to do. */
export const OBSTACLE_SENTENCES: Record<OfflineObstacle, string> = {
  'insecure-context': 'Browsers allow it only over https and on localhost; this address is neither.',
  'not-supported': 'This browser gives the page no service worker. Private windows often have none: open the page in a normal window.',
  development: 'The development server changes its files all the time. The built page has a copy.',
  'no-connection': 'The host could not be reached for every file. What has come is kept; the page tries again by itself.',
  'files-differ': 'A file that came is not the one that was built. The host may just be bringing a new version, or changes files on the way: try again in a while.',
  'storage-full': 'The browser’s storage is full. Free some space, then try again.',
  failed: 'The browser refused for a reason that this page does not know.',
};
