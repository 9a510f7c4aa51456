/**
 * Phrases that make the practice oracle answer badly, so that every status can be seen without a real model.
 * They work anywhere in a record's instruction, input or response, spelt exactly so; of several, `reject` counts, else the first listed.
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
  /** The chat template rejects the prompt, so the oracle is never asked. */
  reject: '(practice: reject)',
} as const;

/** The name of one of {@link PRACTICE_TRIGGERS}. */
export type PracticeTrigger = keyof typeof PRACTICE_TRIGGERS;

/** A trigger that reaches the model; `reject` never does. */
export type ModelTrigger = Exclude<PracticeTrigger, 'reject'>;

/** The triggers that reach the model, strongest first. */
export const MODEL_TRIGGERS: readonly ModelTrigger[] = ['noMarker', 'empty', 'endless', 'placeholder', 'unchanged', 'refuse'];
