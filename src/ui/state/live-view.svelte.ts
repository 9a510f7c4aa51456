import type { Outcome, PhaseName } from '../../core/outcome.ts';
import type { Pair } from '../../core/pair.ts';
import type { RunEvent } from '../../pipeline/run-event.ts';

/** A small model settles dozens of phases a second, and nobody should be flashed at. */
const LATEST_STAYS_MS = 2000;

/** A record in work as one lane shows it. */
export interface LaneView {
  readonly ordinal: number;
  readonly phase: PhaseName;
  /** Counted from 0. */
  readonly attempt: number;
  /** What this phase starts from. */
  readonly pair: Pair;
  /** What the oracle has written so far in this attempt. */
  readonly text: string;
  /** Set once this phase is stored. */
  readonly outcome: Outcome | undefined;
}

/** A lane whose phase is stored. */
export type SettledLane = LaneView & { readonly outcome: Outcome };

/**
 * What the lanes of a run are writing. Events only change plain data; `show` hands it to the page, once
 * a frame: a thousand tokens a second would otherwise cost a third of the page's time.
 */
export class LiveView {
  /** One place a lane, in a stable order; a finished record stays until the next one takes its place. */
  lanes = $state.raw<readonly LaneView[]>([]);
  /** A phase that was settled lately, with its outcome. Changes slowly enough to be looked at. */
  latest = $state.raw<SettledLane | undefined>();
  #places: LaneView[] = [];
  #latest: SettledLane | undefined;
  #latestShownAtMs = 0;
  readonly #lastPhase: PhaseName | undefined;

  constructor(phases: readonly PhaseName[]) {
    this.#lastPhase = phases.at(-1);
  }

  take(event: RunEvent): void {
    if (event.kind === 'asked') {
      const { ordinal, phase, attempt, pair } = event;
      this.#places[this.#placeFor(ordinal)] = { ordinal, phase, attempt, pair, text: '', outcome: undefined };
      return;
    }
    const place = this.#places.findIndex(({ ordinal }) => ordinal === (event.kind === 'text' ? event.ordinal : event.outcome.ordinal));
    const lane = this.#places[place];
    if (!lane) return;
    if (event.kind === 'text') this.#places[place] = { ...lane, text: lane.text + event.piece };
    else this.#places[place] = this.#latest = { ...lane, outcome: event.outcome };
  }

  show(): void {
    this.lanes = [...this.#places];
    const nowMs = performance.now();
    if (this.latest && nowMs - this.#latestShownAtMs < LATEST_STAYS_MS) return;
    if (this.latest !== this.#latest) this.#latestShownAtMs = nowMs;
    this.latest = this.#latest;
  }

  clear(): void {
    this.#places = [];
    this.#latest = this.latest = undefined;
    this.show();
  }

  #placeFor(ordinal: number): number {
    const own = this.#places.findIndex((lane) => lane.ordinal === ordinal);
    if (own >= 0) return own;
    const free = this.#places.findIndex(({ outcome }) => outcome?.phase === this.#lastPhase);
    return free >= 0 ? free : this.#places.length;
  }
}
