import type { OfflineCopy, OfflineStanding } from './seal.ts';
import { type InstallReport, installChannel, RELOAD, TAKE_OVER } from './service-worker-words.ts';
import { VersionLock } from './version-lock.ts';

/** A page that stays open for days still hears of new versions. */
const LOOK_EVERY_MS = 3_600_000;

/** Until a copy is begun again that broke off because the host could not be reached. */
const RETRY_AFTER_MS = 60_000;

type Installing = Extract<OfflineStanding, { kind: 'installing' }>;
type Unavailable = Extract<OfflineStanding, { kind: 'unavailable' }>;

/** What the copy's page end is told. */
export interface OfflineSettings {
  /** Address of the app's folder. */
  readonly scope: string;
  /** Address of this page's own script: a copy that lacks it was made from another version. */
  readonly ownScript: string;
  /** Registers the service worker, or finds it registered. */
  register(): Promise<ServiceWorkerRegistration>;
  /** Called each time that the host is asked for the service worker's script. */
  onLook(): void;
}

/** Follows the service worker from its first installation over every update. */
export class LiveOfflineCopy implements OfflineCopy {
  readonly #settings: OfflineSettings;
  readonly #lock: VersionLock;
  readonly #listeners = new Set<() => void>();
  #standing: OfflineStanding = { kind: 'none' };
  #registration: ServiceWorkerRegistration | undefined;
  #progress: Installing = { kind: 'installing', doneBytes: 0, totalBytes: 0 };
  #failure: Unavailable | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #pageIsOther = false;

  constructor(settings: OfflineSettings) {
    this.#settings = settings;
    this.#lock = new VersionLock(settings.scope);
  }

  get standing(): OfflineStanding {
    return this.#standing;
  }

  /** Begins; call once. Resolves when the browser has been asked; never rejects. */
  async start(): Promise<void> {
    installChannel(this.#settings.scope).addEventListener('message', ({ data }: MessageEvent<InstallReport>) => this.#take(data));
    navigator.serviceWorker.addEventListener('controllerchange', () => void this.#compareVersions());
    addEventListener('online', () => void this.refresh());
    setInterval(() => void this.refresh(), LOOK_EVERY_MS);
    await this.refresh();
  }

  async refresh(): Promise<void> {
    clearTimeout(this.#retry);
    this.#failure = undefined;
    try {
      const registration = await this.#settings.register();
      this.#follow(registration);
      // What is here already is told before the host is asked, which may be slow or out of reach.
      this.#update();
      await this.#look(registration);
    } catch (error) {
      this.#fail(navigator.onLine ? 'failed' : 'no-connection', String(error));
    }
    this.#update();
  }

  hold(): () => void {
    return this.#lock.hold();
  }

  async applyUpdate(): ReturnType<OfflineCopy['applyUpdate']> {
    const waiting = this.#registration?.waiting;
    if (!waiting && !this.#pageIsOther) return 'no-update';
    const done = await this.#lock.whenFree(async () => {
      if (waiting) await takeOver(waiting);
      else parent.postMessage(RELOAD, location.origin);
    });
    return done ? 'taking-over' : 'at-work';
  }

  subscribe(onChange: () => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  #follow(registration: ServiceWorkerRegistration): void {
    if (this.#registration === registration) return;
    this.#registration = registration;
    const watch = (worker: ServiceWorker | null) => worker?.addEventListener('statechange', () => this.#update());
    registration.addEventListener('updatefound', () => {
      watch(registration.installing);
      this.#update();
    });
    for (const worker of [registration.installing, registration.waiting, registration.active]) watch(worker);
  }

  /** Registering has asked the host already where there was nothing yet. A host that cannot be reached leaves what is here as it is. */
  async #look(registration: ServiceWorkerRegistration): Promise<void> {
    this.#settings.onLook();
    if (registration.active) await registration.update().catch(() => undefined);
  }

  /** After the first installation the page that was open before it is answered too; both must be of one version. */
  async #compareVersions(): Promise<void> {
    this.#pageIsOther = (await caches.match(this.#settings.ownScript, { ignoreSearch: true })) === undefined;
    this.#update();
  }

  #take(report: InstallReport): void {
    if (report.kind === 'failed') this.#fail(report.obstacle, report.detail);
    else this.#progress = { ...report, kind: 'installing' };
    this.#update();
  }

  #fail(obstacle: Unavailable['obstacle'], detail: string): void {
    this.#failure = { kind: 'unavailable', obstacle, detail };
    if (obstacle === 'no-connection') this.#retry = setTimeout(() => void this.refresh(), RETRY_AFTER_MS);
  }

  #update(): void {
    this.#standing = this.#standingNow();
    for (const listener of this.#listeners) listener();
  }

  /** A failed update shows nowhere: the version that is here goes on working, and the next look tries again. */
  #standingNow(): OfflineStanding {
    const { active, waiting, installing } = this.#registration ?? {};
    if (active) return { kind: waiting || this.#pageIsOther ? 'update-ready' : 'ready' };
    if (this.#failure) return this.#failure;
    return installing || waiting ? this.#progress : { kind: 'none' };
  }
}

/** Resolves when the waiting service worker has taken over; the shells of all tabs then reload. */
function takeOver(waiting: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    waiting.addEventListener('statechange', () => {
      if (waiting.state === 'activated' || waiting.state === 'redundant') resolve();
    });
    waiting.postMessage(TAKE_OVER);
  });
}
