import type { Ledger, LedgerEntry, LedgerTotals, OfflineCopy, OfflineStanding, Protections, Seal } from '../../src/seal/seal.ts';

const NOTHING = { requests: 0, sizeBytes: 0, unsized: 0 };
const NO_ANSWERS = { copy: NOTHING, network: NOTHING, refused: NOTHING, blocked: NOTHING };
const EMPTY: LedgerTotals = { requests: 0, tallies: { site: NO_ANSWERS, weights: NO_ANSWERS, elsewhere: NO_ANSWERS }, withBody: 0, methodUnknown: 0, leftOut: 0 };
const ALL_IN_FORCE: Protections = { policy: 'in-force', frame: 'in-force', webrtc: 'in-force', 'policy-header': 'in-force', allowlist: 'in-force', 'service-worker': 'in-force' };

/** What a scripted seal shows from the start; by default an empty ledger, a whole copy and every protection. */
export interface SealScript {
  readonly entries?: readonly LedgerEntry[];
  readonly totals?: Partial<LedgerTotals>;
  readonly standing?: OfflineStanding;
  readonly protections?: Partial<Protections>;
}

/** A seal that shows what its script says; tests may change its standing and let an update be refused. */
export class ScriptedSeal implements Seal {
  readonly ledger: Ledger;
  readonly offline: ScriptedOfflineCopy;
  readonly #protections: Protections;

  constructor({ entries = [], totals = {}, standing = { kind: 'ready' }, protections = {} }: SealScript = {}) {
    this.ledger = {
      entries,
      totals: { ...EMPTY, ...totals },
      subscribe: () => () => undefined,
      save: () => ({ name: 'ledger.jsonl', bytes: new Blob([JSON.stringify(entries)]) }),
    };
    this.offline = new ScriptedOfflineCopy(standing);
    this.#protections = { ...ALL_IN_FORCE, ...protections };
  }

  protections(): Promise<Protections> {
    return Promise.resolve(this.#protections);
  }
}

/** A copy whose standing a test sets. */
export class ScriptedOfflineCopy implements OfflineCopy {
  /** How many hold on to this version now. */
  holders = 0;
  readonly #listeners = new Set<() => void>();
  #standing: OfflineStanding;

  constructor(standing: OfflineStanding) {
    this.#standing = standing;
  }

  get standing(): OfflineStanding {
    return this.#standing;
  }

  set standing(standing: OfflineStanding) {
    this.#standing = standing;
    for (const listener of this.#listeners) listener();
  }

  subscribe(onChange: () => void): () => void {
    this.#listeners.add(onChange);
    return () => this.#listeners.delete(onChange);
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  hold(): () => void {
    this.holders += 1;
    return () => (this.holders -= 1);
  }

  applyUpdate(): ReturnType<OfflineCopy['applyUpdate']> {
    if (this.#standing.kind !== 'update-ready') return Promise.resolve('no-update');
    return Promise.resolve(this.holders > 0 ? 'at-work' : 'taking-over');
  }
}
