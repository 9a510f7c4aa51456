import type { OracleSpec } from '../core/run.ts';
import type { LoadProgress, Oracle } from './oracle.ts';

/** A language model inside its worker, before anything is known of how it does here: an {@link Oracle} whose loading measures and tests nothing. */
export interface Engine extends Omit<Oracle, 'load'> {
  /** The loaded model is the practice oracle, under whatever name: it answers by rote, so its answers tell nothing of this machine. Absent where it cannot be. */
  readonly practice?: boolean;
  load(spec: OracleSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void>;
  /**
   * What shows, beside the texts it writes, that the loaded model computes wrongly on this machine; undefined when nothing does.
   * Absent in engines that can tell no more than texts. Not to be called while prompts are in flight.
   */
  findFault?(signal: AbortSignal): Promise<string | undefined>;
}
