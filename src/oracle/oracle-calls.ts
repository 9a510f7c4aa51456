import type { Call } from '../bridge/calls.ts';
import type { ErrorData } from '../bridge/wire.ts';
import type { Answer } from '../core/answer.ts';
import type { AskOptions, Prompt } from '../core/prompt.ts';
import { type Calibration, type LoadProgress, type LoadSpec, ORACLE_ERROR_CODES, OracleError, type OracleUsage } from './oracle.ts';

/** What the page may call in an oracle's worker, whatever engine runs there. A worker loads one model in its life. */
export type OracleCalls = {
  load: Call<LoadSpec, LoadProgress, { readonly lanes: number; readonly calibration: Calibration }>;
  ask: Call<{ readonly prompt: Prompt; readonly options: AskOptions }, string, Answer>;
  usage: Call<undefined, undefined, OracleUsage | undefined>;
};

/** Rebuilds an oracle's error on the page. What is no OracleError over there counts as `engine-failed`. */
export function reviveOracleError({ name, code, detail }: ErrorData): OracleError {
  const known = ORACLE_ERROR_CODES.find((candidate) => candidate === code);
  return known ? new OracleError(known, detail) : new OracleError('engine-failed', `${name}: ${detail}`);
}
