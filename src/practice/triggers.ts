/**
 * Phrases that make the practice oracle answer badly, so that every status can be seen without a real model.
 * They work anywhere in a record's instruction, input or response, spelt exactly so; of several, `reject` counts, else the first listed. The last three count only where two records are compared.
 */
export const PRACTICE_TRIGGERS = {
  /** A critique and prose, but no marker. */
  noMarker: '(practice: no marker)',
  /** Markers with nothing between them. */
  empty: '(practice: empty)',
  /** Goes on until it runs out of room; no `[End]` is ever written. */
  endless: '(practice: endless)',
  /** Repeats the format instead of filling it. */
  placeholder: '(practice: placeholder)',
  /** Hands the texts back as they were. */
  unchanged: '(practice: unchanged)',
  /** Declines, inside the markers. */
  refuse: '(practice: refuse)',
  /** Calls the new instruction, or the better response, an improved version, which the rule `meta-talk` finds. */
  metaTalk: '(practice: meta talk)',
  /** Where two records are compared, prefers the shorter in place of the longer: the original. */
  worse: '(practice: worse)',
  /** Gives both records the same points. */
  tie: '(practice: tie)',
  /** Reviews without any points. */
  noPoints: '(practice: no points)',
  /** The chat template rejects the prompt, so the oracle is never asked. */
  reject: '(practice: reject)',
} as const;

/** The name of one of {@link PRACTICE_TRIGGERS}. */
export type PracticeTrigger = keyof typeof PRACTICE_TRIGGERS;

/** A trigger that reaches the model; `reject` never does. */
export type ModelTrigger = Exclude<PracticeTrigger, 'reject'>;

/** The triggers of reflections, strongest first. */
export const REFLECTION_TRIGGERS = ['noMarker', 'empty', 'endless', 'placeholder', 'unchanged', 'refuse', 'metaTalk'] as const;

/** The triggers of comparisons, strongest first. */
export const REVIEW_TRIGGERS = ['worse', 'tie', 'noPoints'] as const;

/** The triggers that reach the model. */
export const MODEL_TRIGGERS: readonly ModelTrigger[] = [...REFLECTION_TRIGGERS, ...REVIEW_TRIGGERS];
