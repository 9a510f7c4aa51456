/** The markers that divide a prompt; `task` opens what is said to the oracle, before and behind the record. Source: METHOD, section 2 (upstream's prompt layout, in another order). */
export const PROMPT_MARKERS = {
  instruction: '[Instruction]',
  inputStart: '[The Start of Input]',
  inputEnd: '[The End of Input]',
  answerStart: '[The Start of Answer]',
  answerEnd: '[The End of Answer]',
  task: '[System]',
} as const;

/** The markers that divide an answer. Source: METHOD, section 2. */
export const ANSWER_MARKERS = {
  newInstruction: '[New Instruction]',
  newAnswer: '[New Answer]',
  betterAnswer: '[Better Answer]',
  end: '[End]',
} as const;

/** The markers that divide a prompt that has two records compared. */
export const REVIEW_MARKERS = {
  firstStart: '[The Start of Record A]',
  firstEnd: '[The End of Record A]',
  secondStart: '[The Start of Record B]',
  secondEnd: '[The End of Record B]',
} as const;

/** The name inside a marker's brackets. */
export type AnswerMarkerName = keyof typeof ANSWER_MARKERS;
