import type { Call } from '../../bridge/calls.ts';
import type { OracleIdentity } from '../catalogue/catalogue-entry.ts';
import type { LoadProgress } from '../oracle.ts';

/** What the page may ask of the dock. It names a model; addresses are the dock's own affair. Rejects with OracleError `download-failed`. */
export type DockCalls = {
  fetchWeights: Call<OracleIdentity, LoadProgress, void>;
};

/** The dock's one message to the page, with the port for calls. */
export const DOCK_READY = 'tain-dock-ready';
