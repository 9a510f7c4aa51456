import type { OfflineCopy, OfflineObstacle, OfflineStanding } from './seal.ts';

/** Stands where there can be no copy of the app, and says why. */
export class NoOfflineCopy implements OfflineCopy {
  readonly standing: OfflineStanding;

  constructor(obstacle: OfflineObstacle) {
    this.standing = { kind: 'unavailable', obstacle, detail: '' };
  }

  subscribe(): () => void {
    return () => undefined;
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  hold(): () => void {
    return () => undefined;
  }

  applyUpdate(): Promise<'no-update'> {
    return Promise.resolve('no-update');
  }
}
