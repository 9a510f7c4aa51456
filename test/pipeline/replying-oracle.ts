import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import { type Calibration, type Oracle, OracleError, type OracleUsage, SINGLE_LANE } from '../../src/oracle/oracle.ts';
import { UsageMeter } from '../../src/oracle/usage-meter.ts';
import { LaneQueue } from '../oracle/lane-queue.ts';

/** What is said to a prompt, or thrown; a function is told how often it was asked so far. */
export type Reply = string | OracleError | ((asked: number) => string | OracleError);

/** Answers by the word that a record's instruction holds, after a few turns of the event loop; counts how many it is asked and how many it serves at once. */
export class ReplyingOracle implements Oracle {
  readonly asked: { prompt: Prompt; options: AskOptions }[] = [];
  mostAsked = 0;
  mostServed = 0;
  readonly #meter = new UsageMeter();
  readonly #queue: LaneQueue;
  #open = 0;
  #served = 0;

  constructor(
    readonly lanes: number,
    private readonly replies: Record<string, Reply> = {},
  ) {
    this.#meter.begin(lanes);
    this.#queue = new LaneQueue(lanes);
  }

  async load(): Promise<Calibration> {
    return { promptTokensPerSecond: 1000, newTokensPerSecond: 50, ...SINGLE_LANE };
  }

  async usage(): Promise<OracleUsage> {
    return this.#meter.usage;
  }

  async close(): Promise<void> {}

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    const turns = this.asked.push({ prompt, options }) % 4;
    this.#meter.arrive();
    this.mostAsked = Math.max(this.mostAsked, ++this.#open);
    try {
      return await this.#queue.serve(() => this.#answer(prompt, turns, onText, signal), signal);
    } finally {
      this.#meter.leave();
      this.#open--;
    }
  }

  async #answer(prompt: Prompt, turns: number, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    this.mostServed = Math.max(this.mostServed, ++this.#served);
    try {
      onText('');
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
      const text = this.#reply(prompt);
      if (text instanceof OracleError) throw text;
      onText(text);
      return { text, finishReason: 'stop', promptTokens: 10, newTokens: text.length, durationMs: 1 };
    } finally {
      this.#served--;
    }
  }

  #reply({ user }: Prompt): string | OracleError {
    const [, reply] = Object.entries(this.replies).find(([word]) => user.includes(word)) ?? [];
    if (typeof reply === 'function') return reply(this.asked.filter(({ prompt }) => prompt.user.startsWith(user.slice(0, 40))).length);
    if (reply !== undefined) return reply;
    return replyTo({ user });
  }
}

/** What makes a new pair of any record, in the form that its prompt asks for. */
export function replyTo({ user }: Pick<Prompt, 'user'>): string {
  const subject = /\[Instruction\]\n(.*)/.exec(user)?.[1] ?? '';
  return user.includes('[New Instruction]')
    ? `[New Instruction] new ${subject} [End] [New Answer] answer to ${subject} [End]`
    : `[Better Answer] better answer to ${subject} [End]`;
}
