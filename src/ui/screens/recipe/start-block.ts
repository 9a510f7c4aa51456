import type { Recipe } from '../../../core/recipe.ts';
import type { OracleSpec } from '../../../core/run.ts';
import type { RecipeFault } from '../../../pipeline/recipe-desk.ts';
import { STEP_LOCKS } from '../../messages/frame.ts';
import { START_BLOCKS } from '../../messages/recipe.ts';

/** What a run would be started with. */
export interface StartChoices {
  readonly recipe: Recipe;
  readonly faults: readonly RecipeFault[];
  /** Undefined while none can be loaded at once. */
  readonly oracle: OracleSpec | undefined;
  /** Undefined while none can be loaded at once. */
  readonly student: OracleSpec | undefined;
  /** Records that would be recycled. */
  readonly rowCount: number;
}

/** Whether an oracle can be held to a form; the practice oracle has learnt answers with markers only. */
export function writesStructured({ practice }: OracleSpec): boolean {
  return !practice;
}

/** Why a run cannot be started, the first reason there is; `''` when it can. */
export function startBlock({ recipe, faults, oracle, student, rowCount }: StartChoices): string {
  if (!oracle) return STEP_LOCKS.noOracle;
  if (faults.length > 0) return START_BLOCKS.faults(faults.length);
  if (rowCount === 0) return START_BLOCKS.noRows;
  if (recipe.answerForm === 'structured' && !writesStructured(oracle)) return START_BLOCKS.structured;
  if (recipe.student && !student) return START_BLOCKS.student;
  return '';
}
