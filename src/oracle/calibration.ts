import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import type { Engine } from './engine.ts';
import { gibberishIn } from './gibberish.ts';
import { type Calibration, type LaneFindings, OracleError } from './oracle.ts';

/** Enough to see whether it is text, and to measure; a second or two on a slow machine. */
const ANSWER_TOKENS = 20;
/** A prompt and two tokens make the engine compile all that an answer needs. */
const WARMING_TOKENS = 2;
/** Room for the thoughts of a model that cannot be kept from thinking. */
const PATIENT_TOKENS = 600;
const PATIENT_CHARACTERS = 80;

/** Under the timer's resolution, so that no rate is infinite. */
const SHORTEST_MS = 0.1;

/** Words of the question, for answers that begin by repeating it or by thinking about it. */
const QUESTION_WORDS = ['text', 'story', 'passage', 'paragraph', 'sentence', 'question', 'user', 'english'];

interface Exercise {
  readonly prompt: Prompt;
  /** Words of which any sensible answer has at least one. */
  readonly words: readonly string[];
}

const LIGHTHOUSE: Exercise = {
  prompt: questionAbout(
    'Old Marta has kept the lighthouse on the island for forty years. Every evening she climbs the stairs, cleans the lamp and lights it, so that the ships find their way past the rocks.',
  ),
  words: ['marta', 'lighthouse', 'lighthouses', 'keeper', 'lamp', 'light', 'lights', 'ship', 'ships', 'island', 'woman', ...QUESTION_WORDS],
};

const BAKERY: Exercise = {
  prompt: questionAbout(
    'Every morning before sunrise Tomas mixes flour, water and salt, kneads the dough and puts forty loaves of bread into the oven. At seven the first people of the village stand at the door of his bakery.',
  ),
  words: ['tomas', 'baker', 'bakery', 'baking', 'bakes', 'bread', 'loaves', 'dough', 'oven', 'village', 'man', ...QUESTION_WORDS],
};

/** No system message: some templates refuse one. */
function questionAbout(text: string): Prompt {
  return { system: '', user: `${text}\n\nWhat is this text about? Answer in one English sentence.` };
}

/** How fast a prompt is read and an answer written, each alone. */
export type AloneRates = Omit<Calibration, keyof LaneFindings>;

/** What the calibration needs of whoever wants it. */
export interface TryOut {
  readonly engine: Pick<Engine, 'ask'>;
  /** It answers by rote, whatever it is asked. */
  readonly practice: boolean;
  /** Called again and again while the model is at work. */
  readonly onSign: () => void;
  readonly signal: AbortSignal;
}

/** An answer with the moment at which its first text came, if any did; milliseconds of `performance.now()`. */
interface TimedAnswer {
  readonly answer: Answer;
  readonly firstTextAtMs: number | undefined;
  readonly endedAtMs: number;
}

/**
 * Asks a loaded model a question about a short text and measures how fast it reads and writes; some 90 tokens and 20, after a
 * shorter prompt that nothing is measured of. Rejects with OracleError `self-test-failed` when it answers gibberish, and does so
 * again on another text with more room; else with what the engine rejects with.
 */
export async function calibrate(tryOut: TryOut): Promise<AloneRates> {
  await answerTo(tryOut, BAKERY.prompt, WARMING_TOKENS);
  const timed = await answerTo(tryOut, LIGHTHOUSE.prompt, ANSWER_TOKENS);
  const fault = faultIn(tryOut, LIGHTHOUSE, timed.answer.text);
  if (fault !== undefined) {
    const text = await patientText(tryOut, BAKERY.prompt);
    if (faultIn(tryOut, BAKERY, text) !== undefined) throw new OracleError('self-test-failed', `${fault}: “${timed.answer.text}”, “${text}”`);
  }
  return ratesOf(timed);
}

function faultIn({ practice }: TryOut, { words }: Exercise, text: string): string | undefined {
  return gibberishIn(text, practice ? [] : words);
}

function optionsFor(maxNewTokens: number): AskOptions {
  return { temperature: 0, topP: 1, seed: 0, maxNewTokens, minNewTokens: 1 };
}

async function answerTo({ engine, onSign, signal }: TryOut, prompt: Prompt, maxNewTokens: number): Promise<TimedAnswer> {
  let firstTextAtMs: number | undefined;
  const onText = (piece: string) => {
    if (piece !== '') firstTextAtMs ??= performance.now();
    onSign();
  };
  const answer = await engine.ask(prompt, optionsFor(maxNewTokens), onText, signal);
  onSign();
  return { answer, firstTextAtMs, endedAtMs: performance.now() };
}

/** The beginning of an answer, however long its model takes to come to it. */
async function patientText({ engine, onSign, signal }: TryOut, prompt: Prompt): Promise<string> {
  const enough = new AbortController();
  let text = '';
  const onText = (piece: string) => {
    text += piece;
    onSign();
    if (text.length >= PATIENT_CHARACTERS) enough.abort();
  };
  try {
    await engine.ask(prompt, optionsFor(PATIENT_TOKENS), onText, AbortSignal.any([signal, enough.signal]));
  } catch (error) {
    if (signal.aborted || !enough.signal.aborted) throw error;
  }
  return text;
}

/** The first token comes out of reading, the others out of writing. */
function ratesOf({ answer, firstTextAtMs, endedAtMs }: TimedAnswer): AloneRates {
  const startedAtMs = endedAtMs - answer.durationMs;
  const readAtMs = firstTextAtMs ?? endedAtMs;
  return {
    promptTokensPerSecond: perSecond(answer.promptTokens - (answer.heldTokens ?? 0), readAtMs - startedAtMs),
    newTokensPerSecond: answer.newTokens > 1 && firstTextAtMs !== undefined ? perSecond(answer.newTokens - 1, endedAtMs - firstTextAtMs) : perSecond(answer.newTokens, answer.durationMs),
  };
}

function perSecond(tokens: number, durationMs: number): number {
  return (tokens * 1000) / Math.max(durationMs, SHORTEST_MS);
}
