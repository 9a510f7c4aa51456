import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import { type Calibration, type Oracle, OracleError, type OracleUsage, SINGLE_LANE } from '../../src/oracle/oracle.ts';
import { UsageMeter } from '../../src/oracle/usage-meter.ts';
import type { PracticeModel } from './practice-model.ts';

/** The practice model as an oracle, one prompt after the other. */
export class PracticeOracle implements Oracle {
  readonly lanes = 1;
  readonly #meter = new UsageMeter();
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly model: PracticeModel,
    private readonly contextTokens: number,
  ) {
    this.#meter.begin(1);
  }

  async load(): Promise<Calibration> {
    return { promptTokensPerSecond: 1000, newTokensPerSecond: 50, ...SINGLE_LANE };
  }

  async usage(): Promise<OracleUsage> {
    return this.#meter.usage;
  }

  async close(): Promise<void> {}

  ask(prompt: Prompt, options: AskOptions): Promise<Answer> {
    const answer = this.#last.then(() => this.#answer(prompt, options));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  async #answer(prompt: Prompt, { maxNewTokens, minNewTokens }: AskOptions): Promise<Answer> {
    const promptTokens = this.#count(prompt);
    const room = this.contextTokens - promptTokens;
    if (room < minNewTokens) throw new OracleError('prompt-too-long');
    const [completion] = await this.model.complete([prompt], { maxNewTokens: Math.min(room, maxNewTokens) });
    const { text = '', finishReason = 'stop', newTokens = 0 } = completion ?? {};
    return { text, finishReason, promptTokens, newTokens, durationMs: 1 };
  }

  #count(prompt: Prompt): number {
    try {
      return this.model.tokensOf(prompt).length;
    } catch {
      throw new OracleError('prompt-refused');
    }
  }
}
