import type { LaneFindings, LoadProgress, LoadSpec, Oracle } from './oracle.ts';
import type { UsageMeter } from './usage-meter.ts';

/** A language model inside its worker, before anything is known of how it does here: an {@link Oracle} whose loading measures and tests nothing but its lanes. */
export interface Engine extends Omit<Oracle, 'load' | 'usage'> {
  /** The loaded model is the practice oracle, under whatever name: it answers by rote, so its answers tell nothing of this machine. Absent where it cannot be. */
  readonly practice?: boolean;
  /** What loading found out about the lanes; becomes part of the calibration. Absent in engines that serve one prompt at a time. */
  readonly laneFindings?: LaneFindings;
  /**
   * The engine's own count of what it does, which it feeds itself from its loop. It is begun anew once the model has been tried out.
   * Absent in engines that do not count: then the prompts and answers that go by are counted.
   */
  readonly meter?: UsageMeter;
  load(spec: LoadSpec, onProgress: (progress: LoadProgress) => void, signal: AbortSignal): Promise<void>;
  /**
   * What shows, beside the texts it writes, that the loaded model computes wrongly on this machine; undefined when nothing does.
   * Absent in engines that can tell no more than texts. Not to be called while prompts are in flight.
   */
  findFault?(signal: AbortSignal): Promise<string | undefined>;
}
