import type { Answer } from '../../src/core/answer.ts';
import type { AskOptions, Prompt } from '../../src/core/prompt.ts';
import { leastLanes, type OracleSpec } from '../../src/core/run.ts';
import { type Calibration, type Oracle, OracleError, type OracleErrorCode } from '../../src/oracle/oracle.ts';
import type { DeviceReport, Oracles } from '../../src/oracle/oracles.ts';
import { ReplyingOracle } from './replying-oracle.ts';

/** When oracles fail. Both count over the lives of all of them, from 0. */
export interface Fate {
  readonly atLoad?: (load: number) => OracleErrorCode | undefined;
  readonly atAsk?: (ask: number, prompt: Prompt) => OracleErrorCode | undefined;
  /** Whether there is a GPU when a probe looks, counted from 0. */
  readonly gpuAtProbe?: (probe: number) => boolean;
}

const GPU: NonNullable<DeviceReport['gpu']> = { vendor: 'acme', architecture: '', description: '', software: false, shaderF16: true, maxBufferBytes: 1e9 };

/** A counter that opens oracles which answer as {@link ReplyingOracle} does until their fate overtakes them. As with real ones, all that is in work dies with them. */
export class MortalOracles implements Pick<Oracles, 'open' | 'probe'> {
  readonly opened: OracleSpec[] = [];
  /** What was asked of each oracle, in order. */
  readonly asked: Prompt[][] = [];
  openNow = 0;
  mostOpen = 0;
  #loads = 0;
  #asks = 0;
  #probes = 0;

  constructor(private readonly fate: Fate) {}

  async probe(): Promise<DeviceReport> {
    const gpu = (this.fate.gpuAtProbe?.(this.#probes++) ?? true) ? GPU : undefined;
    return { secureContext: true, gpu, logicalCores: 2, memoryBytes: undefined, storageFreeBytes: undefined };
  }

  open(spec: OracleSpec): Oracle {
    this.opened.push(spec);
    this.mostOpen = Math.max(this.mostOpen, ++this.openNow);
    const asked: Prompt[] = [];
    this.asked.push(asked);
    const model = new ReplyingOracle(leastLanes(spec.lanes));
    const life = new AbortController();
    return {
      lanes: model.lanes,
      load: () => this.#load(model),
      ask: (prompt, options, onText, signal) => {
        asked.push(prompt);
        return this.#ask(model, life, [prompt, options, onText, AbortSignal.any([signal, life.signal])]);
      },
      usage: () => model.usage(),
      close: async () => {
        this.openNow--;
      },
    };
  }

  async #load(model: ReplyingOracle): Promise<Calibration> {
    const code = this.fate.atLoad?.(this.#loads++);
    if (code) throw new OracleError(code, 'at load');
    return model.load();
  }

  async #ask(model: ReplyingOracle, life: AbortController, question: [Prompt, AskOptions, (piece: string) => void, AbortSignal]): Promise<Answer> {
    const code = this.fate.atAsk?.(this.#asks++, question[0]);
    if (code) life.abort(new OracleError(code, 'at ask'));
    return model.ask(...question);
  }
}
