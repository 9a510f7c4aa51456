import { laneBudgetBytes } from '../../catalogue/lane-budget.ts';
import type { LaneAgreement, LaneFindings, LaneRate, LoadSpec } from '../../oracle.ts';
import { probeDevice } from '../../probe.ts';
import { columnBytes } from '../graph/cache-blocks.ts';
import type { ModelGraph } from '../graph/model-graph.ts';
import type { LoadedModel } from '../load-model.ts';
import { KNOWN_TEXTS } from '../self-checks.ts';
import { settleLanes } from './choose-lanes.ts';
import { findLayout, type LayoutFinding } from './find-layout.ts';
import type { LaneRules } from './lanes.ts';
import { GUESS_TOKENS_MAX } from './guesser.ts';
import type { Sequence } from './lane-cache.ts';
import { measureStep, measureTrying } from './measure-step.ts';

/** Lanes as they are to be, and what was found out to make them so. */
export interface PreparedLanes {
  readonly rules: LaneRules;
  readonly findings: LaneFindings;
}

/** What the lanes are prepared for. */
export interface LanesTask {
  readonly spec: LoadSpec;
  readonly model: Pick<LoadedModel, 'tokenizer' | 'practice'>;
  readonly graph: ModelGraph;
  /** Logits of a token. */
  readonly size: number;
  readonly weightBytes: number;
}

/** Of the practice oracle it is known; its answers by rote tell nothing of this device. */
const PRACTICE: LayoutFinding = { layout: 'columns', equalLengths: false, likeness: 'exact' };

const AGREEMENT: Record<LayoutFinding['likeness'], LaneAgreement> = { exact: 'exact', rounded: 'rounding', wrong: 'none' };

/** More lanes than this make each record slow, and were never seen to pay. */
const LANES_MAX = 32;

/** Rules, a record, and half an answer. Lanes copy and look over what they have read, so with short texts more of them would seem to pay than do. */
const MIDDLE_TOKENS = 640;

/**
 * A step that tries a guess pays when it takes no longer than this many plain ones. Measured on recorded answers: where there is something to guess, such a step
 * writes 1.8 tokens.
 */
const TRYING_STEPS_MAX = 1.5;

/** Finds out how the graph serves several prompts at once on this device, and with how many it does best. Rejects with the signal's reason or as the graph does. */
export async function prepareLanes({ spec, model, graph, size, weightBytes }: LanesTask, signal: AbortSignal): Promise<PreparedLanes> {
  const [long, short] = [model.tokenizer.encode(KNOWN_TEXTS.months), model.tokenizer.encode(KNOWN_TEXTS.numbers)];
  const { layout, equalLengths, likeness } = model.practice ? PRACTICE : await findLayout(graph, long, short, spec.dtype === 'q8');
  const text = await middleOfAnswer(spec, graph);
  try {
    const trial = {
      stepMs: (rows: number) => measureStep(graph, layout, text, rows),
      // Where a step makes a new cache there are two of them for its duration.
      laneBytes: columnBytes(graph.cacheShapes) * spec.contextTokens * (layout === 'rows' ? 1 : 2) + size * Float32Array.BYTES_PER_ELEMENT,
      budgetBytes: laneBudgetBytes(spec, await probeDevice(), weightBytes),
      most: LANES_MAX,
    };
    const { lanes, findings } = await settleLanes(spec.lanes, AGREEMENT[likeness], trial, signal);
    // In eight bits even the last bit that several tokens in a step change can change what is written.
    const guessing = likeness === 'exact' && spec.dtype !== 'q8' && !spec.without?.includes('guessing') && (await guessingPays(graph, layout, text, findings.laneRates));
    return { rules: { count: lanes, layout, equalLengths, guessing, holding: !spec.without?.includes('holding') }, findings };
  } finally {
    graph.free(text.cache);
  }
}

/** A text as long as in the middle of a usual answer. What it says does not matter to the time of a step, so it is empty, and need not be read. */
async function middleOfAnswer({ contextTokens }: LoadSpec, graph: ModelGraph): Promise<Sequence> {
  const length = Math.min(MIDDLE_TOKENS, Math.ceil(contextTokens / 2));
  return { tokens: Array<number>(length).fill(0), cache: await graph.allocate(1, length) };
}

/** `rates`: of one lane first, as that was measured. */
async function guessingPays(graph: ModelGraph, layout: LayoutFinding['layout'], text: Sequence, [alone]: readonly LaneRate[]): Promise<boolean> {
  if (!alone || graph.cacheShapes.some(({ dims }) => !dims.includes('columns'))) return false;
  const tryingMs = await measureTrying(graph, layout, text, 1 + GUESS_TOKENS_MAX);
  return tryingMs <= (TRYING_STEPS_MAX * 1000) / alone.newTokensPerSecond;
}
