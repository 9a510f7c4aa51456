import type { Answer } from '../../src/core/answer.ts';
import type { Prompt } from '../../src/core/prompt.ts';
import { leastLanes, type OracleSpec } from '../../src/core/run.ts';
import { type Calibration, type Oracle, OracleError, type OracleErrorCode } from '../../src/oracle/oracle.ts';
import type { DeviceReport, Oracles } from '../../src/oracle/oracles.ts';
import type { Student } from '../../src/oracle/student.ts';
import { ReplyingOracle } from './replying-oracle.ts';
import { ScriptedStudent, type StudentScript } from './scripted-student.ts';

/** When oracles fail. All count over the lives of all of them, from 0. */
export interface Fate {
  readonly atLoad?: (load: number) => OracleErrorCode | undefined;
  /** When a prompt arrives, though it may have to wait then. */
  readonly atArrival?: (arrival: number, prompt: Prompt) => OracleErrorCode | undefined;
  /** When a prompt is taken up. */
  readonly atBegin?: (begin: number, prompt: Prompt) => OracleErrorCode | undefined;
  /** They do not tell when a prompt is taken up, only write. */
  readonly silent?: boolean;
  readonly student?: StudentScript;
  /** Whether there is a GPU when a probe looks, counted from 0. */
  readonly gpuAtProbe?: (probe: number) => boolean;
}

type Question = Parameters<Oracle['ask']>;

const GPU: NonNullable<DeviceReport['gpu']> = { vendor: 'acme', architecture: '', description: '', software: false, shaderF16: true, maxBufferBytes: 1e9 };

/** A counter that opens oracles which answer as {@link ReplyingOracle} does until their fate overtakes them. As with real ones, all that is in work dies with them. */
export class MortalOracles implements Pick<Oracles, 'open' | 'openStudent' | 'probe'> {
  readonly opened: OracleSpec[] = [];
  readonly students: ScriptedStudent[] = [];
  /** What was asked of each oracle, in order. */
  readonly asked: Prompt[][] = [];
  openNow = 0;
  mostOpen = 0;
  #loads = 0;
  #arrivals = 0;
  #begins = 0;
  #probes = 0;

  constructor(private readonly fate: Fate) {}

  async probe(): Promise<DeviceReport> {
    const gpu = (this.fate.gpuAtProbe?.(this.#probes++) ?? true) ? GPU : undefined;
    return { secureContext: true, gpu, logicalCores: 2, memoryBytes: undefined, storageFreeBytes: undefined };
  }

  openStudent(): Student {
    this.students.push(new ScriptedStudent(this.fate.student, this.students.at(0)?.asked));
    return this.students.at(-1)!;
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

  #ask(model: ReplyingOracle, life: AbortController, [prompt, options, onText, signal]: Question): Promise<Answer> {
    const strike = (code: OracleErrorCode | undefined, when: string) => code && life.abort(new OracleError(code, when));
    const onPiece = (piece: string) => {
      if (piece === '') strike(this.fate.atBegin?.(this.#begins++, prompt), 'at begin');
      if (piece !== '' || !this.fate.silent) onText(piece);
    };
    strike(this.fate.atArrival?.(this.#arrivals++, prompt), 'at arrival');
    return model.ask(prompt, options, onPiece, signal);
  }
}
