import type { OracleErrorCode } from '../oracle/oracle.ts';

/** How a model is lost that a fresh one may replace: after these it may do what this one cannot. */
export const LOST: readonly OracleErrorCode[] = ['worker-died', 'stalled'];
