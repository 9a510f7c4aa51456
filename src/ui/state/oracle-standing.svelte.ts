import type { Calibration, LoadProgress, OracleErrorCode, OracleUsage } from '../../oracle/oracle.ts';
import type { AttendedEvent } from '../../pipeline/run-event.ts';
import type { LaneReport } from '../lane-report.ts';

/** A loss of the oracle. Times are milliseconds since the epoch, here and below. */
export interface Loss {
  readonly kind: 'lost';
  readonly atMs: number;
  readonly code: OracleErrorCode;
  /** The row at which the oracle was lost each time. */
  readonly blamed: number | undefined;
}

/** Something that befell a run and that it got over by itself. */
export type Incident = Loss | { readonly kind: 'slept'; readonly fromMs: number; readonly toMs: number };

/** The part of loading that is under way. */
export interface LoadView {
  readonly model: 'oracle' | 'student';
  /** Undefined before the first report. */
  readonly progress: LoadProgress | undefined;
  /** When this stage of it began. */
  readonly sinceMs: number;
}

/** What a run's oracle is doing, how fast it is, and what befell it since the run was started in this tab. */
export class OracleStanding {
  load = $state.raw<LoadView | undefined>();
  /** Undefined until a model is loaded. */
  ready = $state.raw<{ readonly lanes: number; readonly calibration: Calibration } | undefined>();
  /** What the loaded model found out about its lanes. */
  laneReport = $state.raw<LaneReport | undefined>();
  /** Lanes of the oracle that was ready last, also when it is no more. */
  lanesRun: number | undefined;
  /** What the oracle that was ready last has done; read again every few seconds while it is at work. */
  usage = $state.raw<OracleUsage | undefined>();
  /** The oracle was lost, and no other one can be asked yet. */
  loss = $state.raw<Loss | undefined>();
  /** Oldest first. */
  incidents = $state.raw<readonly Incident[]>([]);

  take(event: AttendedEvent): void {
    switch (event.kind) {
      case 'loading':
        this.load = { model: event.model, progress: event.progress, sinceMs: this.#sinceMs(event) };
        return;
      case 'ready':
        if (this.loss) this.#add(this.loss);
        this.end();
        this.ready = event;
        this.lanesRun = event.lanes;
        this.usage = undefined;
        return;
      case 'recovering':
        this.end();
        this.loss = { kind: 'lost', atMs: Date.now(), code: event.loss.code, blamed: event.blamed };
        return;
      case 'slept':
        this.#add({ kind: 'slept', ...event.sleep });
    }
  }

  /** The oracle is closed, and none is being opened. */
  end(): void {
    this.load = undefined;
    this.ready = undefined;
    this.laneReport = undefined;
    this.loss = undefined;
  }

  #add(incident: Incident): void {
    this.incidents = [...this.incidents, incident];
  }

  #sinceMs({ model, progress }: AttendedEvent & { kind: 'loading' }): number {
    const same = this.load?.model === model && this.load.progress?.stage === progress?.stage;
    return same && this.load ? this.load.sinceMs : Date.now();
  }
}
