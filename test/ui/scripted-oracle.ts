import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import type { OracleSpec } from '../../src/core/run.ts';
import { type Calibration, type LaneFindings, type LoadProgress, type Oracle, OracleError, type OracleErrorCode, type OracleUsage, SINGLE_LANE } from '../../src/oracle/oracle.ts';
import { UsageMeter } from '../../src/oracle/usage-meter.ts';
import { LaneQueue } from '../oracle/lane-queue.ts';

/** How the scripted oracle behaves. */
export interface Script {
  readonly lanes: number;
  /** What it says of its lanes; that it has but one unless told otherwise. */
  readonly laneFindings?: LaneFindings;
  /** Pause before each piece of an answer. */
  readonly pieceMs: number;
  /** The worker dies after so many answers. */
  readonly diesAfter?: number;
  /** What it then dies of; `worker-died` unless told otherwise. */
  readonly diesOf?: OracleErrorCode;
  /** What keeps a model with this specification from loading. */
  readonly refuses?: (spec: OracleSpec) => OracleErrorCode | undefined;
  /** Where the engine hangs for ever. */
  readonly hangsAt?: LoadProgress['stage'] | 'first-text' | 'next-text';
}

const STAGES: readonly LoadProgress['stage'][] = ['load', 'warm-up', 'try-out'];
const STEPS_PER_STAGE = 5;

/** An oracle that says what it is told to, in the form that the prompts ask for; for developing and testing the page without a model. */
export class ScriptedOracle implements Oracle {
  readonly lanes: number;
  readonly #script: Script;
  readonly #meter = new UsageMeter();
  readonly #queue: LaneQueue;
  #answers = 0;

  constructor(script: Script) {
    this.lanes = script.lanes;
    this.#queue = new LaneQueue(script.lanes);
    this.#script = script;
  }

  async load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<Calibration> {
    const refusal = this.#script.refuses?.(spec);
    if (refusal) throw new OracleError(refusal, `${spec.lanes} lanes of ${spec.contextTokens} tokens`);
    for (const stage of STAGES) {
      for (let step = 0; step <= STEPS_PER_STAGE; step++) {
        await wait(this.#script.pieceMs * 3, signal);
        const known = stage === 'load';
        onProgress({ stage, fraction: known ? step / STEPS_PER_STAGE : undefined, loadedBytes: known ? step * 200_000 : 0, totalBytes: known ? STEPS_PER_STAGE * 200_000 : undefined });
      }
      if (this.#script.hangsAt === stage) await forEver(signal);
    }
    this.#meter.begin(this.lanes);
    return { promptTokensPerSecond: 1240, newTokensPerSecond: 38.5, ...(this.#script.laneFindings ?? SINGLE_LANE) };
  }

  async ask(prompt: Prompt, options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    this.#meter.arrive();
    try {
      return await this.#queue.serve(() => this.#answer(prompt, options, onText, signal), signal);
    } finally {
      this.#meter.leave();
    }
  }

  usage(): Promise<OracleUsage> {
    return Promise.resolve(this.#meter.usage);
  }

  async #answer({ user }: Prompt, _options: AskOptions, onText: (piece: string) => void, signal: AbortSignal): Promise<Answer> {
    if (user.includes('(practice: reject)')) throw new OracleError('prompt-refused', 'the template says no');
    onText('');
    const startedAtMs = performance.now();
    const pieces = answerTo(user).match(/\s*\S+/g) ?? [];
    if (this.#script.hangsAt === 'first-text') await forEver(signal);
    for (const piece of pieces) {
      await wait(this.#script.pieceMs, signal);
      onText(piece);
      if (this.#script.hangsAt === 'next-text') await forEver(signal);
    }
    this.#answers += 1;
    if (this.#answers > (this.#script.diesAfter ?? Infinity)) throw new OracleError(this.#script.diesOf ?? 'worker-died', 'out of memory');
    const finishReason = user.includes('(practice: endless)') ? 'length' : 'stop';
    return { text: pieces.join(''), finishReason, promptTokens: 420, newTokens: pieces.length, durationMs: performance.now() - startedAtMs };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const ON_INSTRUCTION = [
  'Complexity of the Topic: the topic is common knowledge and asks for little.',
  'Level of Detail Required: nothing says how deep the answer should go.',
  'Knowledge Required: school knowledge is enough.',
  'Ambiguity of the Instruction: several readings are possible; audience and form stay open.',
  'Logical Reasoning or Problem-Solving Involved: none is needed.',
];

const ON_RESPONSE = [
  'Helpfulness: the answer names the main point but leaves the reader there.',
  'Relevance: it keeps to the question.',
  'Accuracy: what it says is roughly true.',
  'Level of Details: one sentence cannot carry the subject.',
];

/** A whole answer to a prompt in the layout of reflection/prompts.ts. */
function answerTo(user: string): string {
  const between = (start: string, end: string) => user.split(start)[1]?.split(end)[0]?.trim() ?? '';
  const instruction = between('[Instruction]\n', '\n\n[');
  const answer = between('[The Start of Answer]\n', '\n[The End of Answer]');
  const first = user.includes('[New Instruction]');
  const critique = [...(first ? ON_INSTRUCTION : []), ...ON_RESPONSE].join('\n');
  if (user.includes('[The Start of Record A]\n')) return reviewOf(between('[The Start of Record A]\n', '\n[The End of Record A]'), between('[The Start of Record B]\n', '\n[The End of Record B]'));
  if (user.includes('(practice: no marker)')) return critique;
  if (user.includes('(practice: unchanged)')) return first ? form(critique, instruction, answer) : `${critique}\n[Better Answer] ${answer} [End]`;
  if (user.includes('(practice: empty)')) return first ? form(critique, '', '') : `${critique}\n[Better Answer] [End]`;
  if (user.includes('(practice: placeholder)')) return first ? form(critique, 'your new instruction', 'your answer') : `${critique}\n[Better Answer] your answer [End]`;
  if (user.includes('(practice: endless)')) return `${critique}\n${'and so on and so on '.repeat(30)}`;
  if (user.includes('(practice: refuse)')) return first ? form(critique, 'Describe the picture.', 'I am sorry, but I cannot do that.') : `${critique}\n[Better Answer] I am sorry, but I cannot do that. [End]`;
  const better = `${answer} Two points carry it further: why it is so, and what follows from it. In short, the answer above holds, with its reasons spelt out step by step.`;
  return first
    ? form(critique, `${instruction} Address a curious reader, give one example, and say what is often misunderstood.`, `${answer} For example, think of an ordinary day.`)
    : `${critique}\n[Better Answer] ${better} [End]`;
}

/** Likes what is longer, as many judges do. */
function reviewOf(first: string, second: string): string {
  const points = first.length === second.length ? '7 7' : first.length > second.length ? '8 6' : '6 8';
  return `${points}\nThe one with more points says more.`;
}

function form(critique: string, instruction: string, answer: string): string {
  return `${critique}\n\n[New Instruction] ${instruction} [End]\n[New Answer] ${answer} [End]`;
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (ms === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    setTimeout(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
  });
}

function forEver(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));
}
