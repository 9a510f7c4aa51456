import type { Outcome, PhaseName } from '../../core/outcome.ts';
import type { Pair } from '../../core/pair.ts';
import type { RecordQuestion, RunEvent } from '../../pipeline/run-event.ts';

/** A small model settles dozens of phases a second, and nobody should be flashed at. */
const LATEST_STAYS_MS = 2000;

/** Who can examine a whole rewrite. */
export type Examiner = (RunEvent & { kind: 'examining' })['by'];

/** A question in work as one lane shows it. */
export interface LaneView {
  readonly ordinal: number;
  readonly phase: PhaseName;
  /** Counted from 0. */
  readonly attempt: number;
  /** What this phase starts from. */
  readonly pair: Pair;
  /** What the oracle has written so far in this attempt. */
  readonly text: string;
  /** The oracle is done with the question; its lane is free for another one. */
  readonly answered: boolean;
  /** Who compares the rewrite with what it came from at the moment. */
  readonly examining: Examiner | undefined;
  /** Set once this phase is stored. */
  readonly outcome: Outcome | undefined;
}

/** A lane whose phase is stored. */
export type SettledLane = LaneView & { readonly outcome: Outcome };

/**
 * What the lanes of a run are writing; records that wait for a lane are not shown. Events only change plain data; `show` hands it to
 * the page, once a frame: a thousand tokens a second would otherwise cost a third of the page's time.
 */
export class LiveView {
  /** One place a lane, in a stable order; an answered question stays until the next one takes its place. */
  lanes = $state.raw<readonly LaneView[]>([]);
  /** A phase that was settled lately, with its outcome. Changes slowly enough to be looked at. */
  latest = $state.raw<SettledLane | undefined>();
  #lanes = 1;
  #places: LaneView[] = [];
  /** What is answered and not settled yet. Another question may have taken its place, even one about the same record. */
  #unsettled: LaneView[] = [];
  #latest: SettledLane | undefined;
  #latestShownAtMs = 0;

  take(event: RunEvent): void {
    switch (event.kind) {
      case 'begun':
        return this.#enter(event);
      case 'text':
        return void this.#change(event.ordinal, (lane) => ({ ...lane, text: lane.text + event.piece }));
      case 'answered':
        return this.#leave(event.ordinal);
      case 'examining':
        return this.#markExamined(event, event.by);
      case 'examined':
        return this.#markExamined(event, undefined);
      case 'settled':
        this.#settle(event.outcome);
    }
  }

  show(): void {
    this.lanes = [...this.#places];
    const nowMs = performance.now();
    if (this.latest && nowMs - this.#latestShownAtMs < LATEST_STAYS_MS) return;
    if (this.latest !== this.#latest) this.#latestShownAtMs = nowMs;
    this.latest = this.#latest;
  }

  /** Shows nothing of before, and from now on so many lanes. */
  begin(lanes: number): void {
    this.#lanes = lanes;
    this.#places = [];
    this.#unsettled = [];
    this.#latest = this.latest = undefined;
    this.show();
  }

  #enter({ ordinal, phase, attempt, pair }: RecordQuestion): void {
    const own = this.#places.findIndex((lane) => lane.ordinal === ordinal);
    const free = own >= 0 ? own : this.#places.findIndex(({ answered }) => answered);
    this.#places[free >= 0 ? free : this.#places.length] = { ordinal, phase, attempt, pair, text: '', answered: false, examining: undefined, outcome: undefined };
  }

  /** Changes the record's open question and returns it; undefined when it has none that was begun. */
  #change(ordinal: number, change: (lane: LaneView) => LaneView): LaneView | undefined {
    const place = this.#places.findIndex((lane) => lane.ordinal === ordinal && !lane.answered);
    const lane = this.#places[place];
    return lane && (this.#places[place] = change(lane));
  }

  #leave(ordinal: number): void {
    const lane = this.#change(ordinal, (open) => ({ ...open, answered: true }));
    if (!lane) return;
    this.#unsettled = [...this.#unsettled.filter((other) => !sameStep(other, lane)), lane];
    if (this.#places.length <= this.#lanes) return;
    // The question that took this lane over was begun before the answer arrived here.
    const next = this.#places.pop();
    if (next && next !== lane) this.#places[this.#places.indexOf(lane)] = next;
  }

  /** Another question may have taken its place by now: it goes on unseen then. */
  #markExamined(step: StepOf, examining: Examiner | undefined): void {
    const lane = this.#unsettled.find((other) => sameStep(other, step));
    if (!lane) return;
    const marked = { ...lane, examining };
    this.#unsettled = this.#unsettled.map((other) => (other === lane ? marked : other));
    this.#places = this.#places.map((other) => (other === lane ? marked : other));
  }

  #settle(outcome: Outcome): void {
    const lane = this.#unsettled.find((other) => sameStep(other, outcome));
    if (!lane) return;
    this.#unsettled = this.#unsettled.filter((other) => other !== lane);
    this.#latest = { ...lane, examining: undefined, outcome };
    // Unless another question is shown there by now.
    const place = this.#places.indexOf(lane);
    if (place >= 0) this.#places[place] = this.#latest;
  }
}

type StepOf = Pick<LaneView, 'ordinal' | 'phase'>;

function sameStep(one: StepOf, other: StepOf): boolean {
  return one.ordinal === other.ordinal && one.phase === other.phase;
}
