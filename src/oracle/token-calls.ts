import type { Call } from '../bridge/calls.ts';
import type { Prompt } from '../core/prompt.ts';
import type { OracleSpec } from '../core/run.ts';
import type { LoadProgress } from './oracle.ts';

/** What the page may call in the worker of a token counter. */
export type TokenCalls = {
  load: Call<OracleSpec, LoadProgress, undefined>;
  countPrompts: Call<readonly Prompt[], undefined, number[]>;
  countTexts: Call<readonly string[], undefined, number[]>;
};
