import type { Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';

/** Counts tokens as an oracle would read them, without its weights. */
export interface TokenCounter {
  /** Resolves when texts can be counted. Rejects with OracleError `weights-missing` when the model is not on this machine, `load-failed`, `worker-died` or `closed`, or with the signal's reason. */
  load(spec: OracleSpec, signal: AbortSignal): Promise<void>;
  /** Tokens of whole prompts, with all that the model's chat template puts around them. Rejects with OracleError `prompt-refused` where the template rejects one. */
  countPrompts(prompts: readonly Prompt[], signal: AbortSignal): Promise<number[]>;
  /** Tokens of bare texts, without any that begin or end a text. */
  countTexts(texts: readonly string[], signal: AbortSignal): Promise<number[]>;
  close(): Promise<void>;
}
