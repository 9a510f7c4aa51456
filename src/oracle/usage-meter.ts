import type { OracleUsage } from './oracle.ts';

/** What an oracle has done, added up by whoever sees it happen. Times are of `performance.now()`. */
export class UsageMeter {
  readonly #now: () => number;
  #lanes = 1;
  #present = 0;
  #firstAtMs: number | undefined;
  /** Up to here starving is added up; moves only when prompts come and go. */
  #countedToMs = 0;
  #lastLeftAtMs = 0;
  #starvedLaneMs = 0;
  #sums = NOTHING;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** Forgets what was counted. No prompt is present. */
  begin(lanes: number): void {
    this.#lanes = lanes;
    this.#present = 0;
    this.#firstAtMs = undefined;
    this.#starvedLaneMs = 0;
    this.#sums = NOTHING;
  }

  /** A prompt has come: from now on it waits or is in a lane. To be followed by one `leave`. */
  arrive(): void {
    const nowMs = this.#count();
    this.#firstAtMs ??= nowMs;
    this.#present += 1;
  }

  /** A prompt is answered, or given up. */
  leave(): void {
    this.#lastLeftAtMs = this.#count();
    this.#present = Math.max(0, this.#present - 1);
  }

  /** The model ran once. */
  step(durationMs: number): void {
    this.#add({ stepMs: durationMs, steps: 1 });
  }

  /** So many tokens of a prompt were read, and so many need not be. */
  read(readTokens: number, heldTokens: number): void {
    this.#add({ readTokens, heldTokens });
  }

  wrote(newTokens: number): void {
    this.#add({ newTokens });
  }

  get usage(): OracleUsage {
    const endMs = this.#present > 0 ? this.#now() : this.#lastLeftAtMs;
    const sinceMs = this.#present > 0 ? endMs - this.#countedToMs : 0;
    const servedMs = this.#firstAtMs === undefined ? 0 : endMs - this.#firstAtMs;
    return { lanes: this.#lanes, servedMs, starvedLaneMs: this.#starvedLaneMs + sinceMs * this.#free, ...this.#sums };
  }

  /** Lanes for which there is no prompt. */
  get #free(): number {
    return Math.max(0, this.#lanes - this.#present);
  }

  /** Adds up the starving until now, which is given back. What comes after the last answer counts only once another prompt comes. */
  #count(): number {
    const nowMs = this.#now();
    if (this.#firstAtMs !== undefined) this.#starvedLaneMs += (nowMs - this.#countedToMs) * this.#free;
    this.#countedToMs = nowMs;
    return nowMs;
  }

  #add(more: Partial<Sums>): void {
    const { stepMs = 0, steps = 0, readTokens = 0, heldTokens = 0, newTokens = 0 } = more;
    const sums = this.#sums;
    this.#sums = {
      stepMs: sums.stepMs + stepMs,
      steps: sums.steps + steps,
      readTokens: sums.readTokens + readTokens,
      heldTokens: sums.heldTokens + heldTokens,
      newTokens: sums.newTokens + newTokens,
    };
  }
}

type Sums = Pick<OracleUsage, 'stepMs' | 'steps' | 'readTokens' | 'heldTokens' | 'newTokens'>;

const NOTHING: Sums = { stepMs: 0, steps: 0, readTokens: 0, heldTokens: 0, newTokens: 0 };
