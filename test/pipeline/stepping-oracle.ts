import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import { type Calibration, type Oracle, type OracleUsage, SINGLE_LANE } from '../../src/oracle/oracle.ts';

/** Time that passes in steps of a model, as told to. */
export class StepClock {
  #now = 0;
  #waiting: { readonly at: number; readonly wake: () => void }[] = [];

  /** Resolves after so many steps; at once after none. */
  after(steps: number): Promise<void> {
    if (steps === 0) return Promise.resolve();
    return new Promise((wake) => this.#waiting.push({ at: this.#now + steps, wake }));
  }

  /** Lets a step pass, and all that follows from it happen. */
  async pass(): Promise<void> {
    this.#now += 1;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    for (const { wake } of due) wake();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Job {
  readonly prompt: Prompt;
  readonly done: () => void;
  tokensLeft: number;
}

/** How an oracle's answers come about. */
export interface Stepping {
  readonly lanes: number;
  /** Steps that each prompt takes to come, and each answer to arrive. */
  readonly wayThere: number;
  readonly wayBack: number;
  /** Tokens of the answer to the prompt asked as the `asked`th, counted from 0. */
  readonly tokens: (asked: number) => number;
  readonly reply: (prompt: Prompt, asked: number) => string;
}

/** Serves as many prompts at once as it has lanes, first come, first served; each step writes one token of each. */
export class SteppingOracle implements Oracle {
  readonly asked: Prompt[] = [];
  readonly #stepping: Stepping;
  readonly #clock: StepClock;
  #waiting: Job[] = [];
  #served: Job[] = [];

  constructor(stepping: Stepping, clock: StepClock) {
    this.#stepping = stepping;
    this.#clock = clock;
  }

  get lanes(): number {
    return this.#stepping.lanes;
  }

  async load(): Promise<Calibration> {
    return { promptTokensPerSecond: 1, newTokensPerSecond: 1, ...SINGLE_LANE };
  }

  async usage(): Promise<OracleUsage | undefined> {
    return undefined;
  }

  async close(): Promise<void> {}

  async ask(prompt: Prompt, _options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const { wayThere, wayBack, tokens, reply } = this.#stepping;
    const asked = this.asked.push(prompt) - 1;
    await this.#clock.after(wayThere);
    await new Promise<void>((done) => this.#waiting.push({ prompt, done, tokensLeft: tokens(asked) }));
    await this.#clock.after(wayBack);
    signal.throwIfAborted();
    const text = reply(prompt, asked);
    onText(text);
    return { text, finishReason: 'stop', promptTokens: 10, newTokens: tokens(asked), durationMs: 1 };
  }

  /** Fills the lanes, lets each write a token, and gives back how many had nothing to write. */
  step(): number {
    this.#served = [...this.#served, ...this.#waiting.splice(0, this.lanes - this.#served.length)];
    const free = this.lanes - this.#served.length;
    for (const job of this.#served) {
      job.tokensLeft -= 1;
      if (job.tokensLeft === 0) job.done();
    }
    this.#served = this.#served.filter(({ tokensLeft }) => tokensLeft > 0);
    return free;
  }
}
