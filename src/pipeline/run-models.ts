import type { Oracle } from '../oracle/oracle.ts';
import type { Student } from '../oracle/student.ts';
import type { RunEvent } from './run-event.ts';

/** The models that a run asks. Both are loaded. */
export interface RunModels {
  readonly oracle: Oracle;
  /** There if and only if the recipe asks for one. */
  readonly student?: Pick<Student, 'score'> | undefined;
}

/** Somebody who follows what happens. */
export type Report = (event: RunEvent) => void;
