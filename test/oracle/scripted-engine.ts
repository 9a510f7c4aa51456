import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import type { Engine } from '../../src/oracle/engine.ts';
import type { LaneFindings, LoadProgress } from '../../src/oracle/oracle.ts';

/** What the engine says to a prompt; throwing fails it. */
export type Say = (prompt: Prompt, options: AskOptions) => string | Promise<string>;

/** An engine that says what it is told to, a word a piece and a word a token. */
export class ScriptedEngine implements Engine {
  readonly lanes = 2;
  readonly practice: boolean;
  readonly asked: { readonly prompt: Prompt; readonly options: AskOptions }[] = [];
  progress: readonly LoadProgress[] = [];
  fault: string | undefined;
  laneFindings?: LaneFindings;
  readonly #say: Say;

  constructor(say: Say, practice = false) {
    this.#say = say;
    this.practice = practice;
  }

  load(_spec: unknown, onProgress: (progress: LoadProgress) => void): Promise<void> {
    for (const step of this.progress) onProgress(step);
    return Promise.resolve();
  }

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    this.asked.push({ prompt, options });
    const startedAtMs = performance.now();
    const words = (await this.#say(prompt, options)).split(/(?= )/).filter((word) => word !== '');
    const pieces = words.slice(0, options.maxNewTokens);
    for (const piece of pieces) {
      await new Promise((resolve) => setTimeout(resolve));
      signal.throwIfAborted();
      onText(piece);
    }
    const finishReason = pieces.length < words.length ? 'length' : 'stop';
    const newTokens = pieces.length + Number(finishReason === 'stop');
    return { text: pieces.join(''), finishReason, promptTokens: 90, newTokens, durationMs: performance.now() - startedAtMs };
  }

  findFault(): Promise<string | undefined> {
    return Promise.resolve(this.fault);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
