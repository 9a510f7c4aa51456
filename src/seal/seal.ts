/** What keeps this visit closed; see policy.ts, workbench-frame.ts and the page “What leaves this machine”. */
export const PROTECTION_NAMES = [
  /** The content policy in the document itself. */
  'policy',
  /** The workbench is held in a sandboxed frame, so that nothing can lead it away with data in the address. */
  'frame',
  /** WebRTC is taken away from the page. */
  'webrtc',
  /** The server sends the content policy as a header too. */
  'policy-header',
  /** The server sends `Connection-Allowlist`, and the browser knows it. */
  'allowlist',
  /** The service worker answers for this site, and refuses addresses that are not files of the app. */
  'service-worker',
] as const;

/** One of {@link PROTECTION_NAMES}. */
export type ProtectionName = (typeof PROTECTION_NAMES)[number];

/** Whether a protection is in force on this visit: `missing` where the host or the way the page was opened leaves it out, `unsupported` where the browser does not know it. */
export type ProtectionState = 'in-force' | 'missing' | 'unsupported';

/** Every protection as it is on this visit. */
export type Protections = Readonly<Record<ProtectionName, ProtectionState>>;

/** Who asked. `shell` is the document around the page, `dock` the one that fetches weights, `offline-copy` the service worker while it takes the app's files over, `browser` the person who opens or reloads the page. */
export type Asker = 'page' | 'worker' | 'dock' | 'shell' | 'offline-copy' | 'browser' | 'unknown';

/** How a request ended. `copy`: answered on this machine. `network`: the host was asked. `refused`: by the service worker. `blocked`: by the content policy. Of the last two the host sees nothing. */
export const ANSWERS = ['copy', 'network', 'refused', 'blocked'] as const;

/** One of {@link ANSWERS}. */
export type Answer = (typeof ANSWERS)[number];

/** Whose address was asked for: `site` is where this page comes from, `weights` the hosts of model weights, `elsewhere` any other. */
export const PLACES = ['site', 'weights', 'elsewhere'] as const;

/** One of {@link PLACES}. */
export type Place = (typeof PLACES)[number];

/** One request of this app. */
export interface LedgerEntry {
  /** Milliseconds since the epoch. */
  readonly atMs: number;
  /** Undefined where the browser does not tell: requests from scripts before the service worker was in control, and blocked ones. */
  readonly method: string | undefined;
  readonly url: string;
  readonly place: Place;
  readonly asker: Asker;
  readonly answer: Answer;
  /** The HTTP status; undefined where there was none or the browser does not tell. */
  readonly status: number | undefined;
  /** Of what came, for weights as the host announced it; undefined where it is not known. */
  readonly sizeBytes: number | undefined;
  /** Origin of the host that answered in place of the one that was asked, after a redirection; undefined where there was none. */
  readonly redirectedTo?: string | undefined;
}

/** How many requests, and how much came for them. */
export interface Tally {
  readonly requests: number;
  readonly sizeBytes: number;
  /** Requests whose size is not known and so is not in `sizeBytes`. */
  readonly unsized: number;
}

/** Exact sums over every request, also over those that are no longer listed. */
export interface LedgerTotals {
  readonly requests: number;
  readonly tallies: Readonly<Record<Place, Readonly<Record<Answer, Tally>>>>;
  /** Requests that reached a host with a method that can carry a body, that is any but GET and HEAD. */
  readonly withBody: number;
  /** Requests that reached a host and whose method the browser does not tell. */
  readonly methodUnknown: number;
  /** Entries that made room for later ones. */
  readonly leftOut: number;
}

/** Every request that the app made, in all its tabs, since this one was opened. */
export interface Ledger {
  /** Oldest first. A new array each time that something is added. */
  readonly entries: readonly LedgerEntry[];
  readonly totals: LedgerTotals;
  /** Calls back after each change; returns what ends it. */
  subscribe(onChange: () => void): () => void;
  /** The ledger as JSON Lines: the totals first, then each entry. */
  save(): SavedLedger;
}

/** The ledger as a file. */
export interface SavedLedger {
  readonly name: string;
  readonly bytes: Blob;
}

/** Why there is no copy of the app for working offline. */
export type OfflineObstacle =
  /** Neither https nor localhost. */
  | 'insecure-context'
  /** The browser has no service workers, or none in a private window. */
  | 'not-supported'
  /** The development server changes its files all the time. */
  | 'development'
  /** The host could not be reached for some file. */
  | 'no-connection'
  /** A file is not what was built: the host is being updated, or changes files on the way. */
  | 'files-differ'
  | 'storage-full'
  /** Another failure; see its detail. */
  | 'failed';

/** How this app stands without a network. */
export type OfflineStanding =
  /** Not known yet. */
  | { readonly kind: 'none' }
  | { readonly kind: 'installing'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly kind: 'ready' }
  /** Ready, and a newer version is here as well and waits to take over. */
  | { readonly kind: 'update-ready' }
  | { readonly kind: 'unavailable'; readonly obstacle: OfflineObstacle; readonly detail: string };

/** The copy of the app on this machine. */
export interface OfflineCopy {
  readonly standing: OfflineStanding;
  /** Calls back after each change; returns what ends it. */
  subscribe(onChange: () => void): () => void;
  /** Looks for a newer version, or begins the copy again after a failure. Never rejects. */
  refresh(): Promise<void>;
  /** While this is held, in any tab, no newer version takes over. Returns what releases it. */
  hold(): () => void;
  /**
   * Lets the newer version take over: every tab of the app then reloads.
   * Resolves with whether it may; `at-work` when some tab holds on to this version, and then nothing happens.
   */
  applyUpdate(): Promise<'taking-over' | 'at-work' | 'no-update'>;
}

/** What keeps this page closed, and what shows that it does. */
export interface Seal {
  readonly ledger: Ledger;
  readonly offline: OfflineCopy;
  /** Looks anew at each call. Never rejects. */
  protections(): Promise<Protections>;
}
