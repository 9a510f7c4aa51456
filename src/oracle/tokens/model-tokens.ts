import type { Prompt } from '../../core/prompt.ts';

/** How many tokens a model makes of texts. */
export interface ModelTokens {
  /** Of a prompt as the model reads it, template and all. Throws OracleError `prompt-refused`. */
  readonly ofPrompt: (prompt: Prompt) => number;
  /** Of a text by itself. */
  readonly ofText: (text: string) => number;
}
