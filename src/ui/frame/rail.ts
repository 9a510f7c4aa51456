import type { Run } from '../../core/run.ts';
import type { Source } from '../../core/source.ts';
import { formatPercent, plural } from '../messages/figures.ts';
import { STEP_LOCKS } from '../messages/frame.ts';
import { recipeLabel } from '../messages/recipe.ts';
import { type DraftStep, formatRoute, runRoute, type Step, STEPS } from '../routes.ts';
import { doneFraction, type StatusCounts } from '../../quality/status-counts.ts';

/** One step as the rail shows it. */
export interface RailStep {
  readonly step: Step;
  /** Undefined while the step cannot be opened. */
  readonly href: string | undefined;
  /** What the step holds, or why it cannot be opened yet; may be `''`. */
  readonly note: string;
  readonly done: boolean;
}

/** What the rail is about: a dataset being read, a dataset without a run, or a run. */
export type RailSubject =
  | { readonly kind: 'import' }
  | { readonly kind: 'source'; readonly source: Source; readonly oracle: string | undefined; readonly oracleReady: boolean }
  | { readonly kind: 'run'; readonly run: Run; readonly oracle: string; readonly counts: StatusCounts | undefined };

/** The steps with where they lead and what they hold. */
export function railSteps(subject: RailSubject): RailStep[] {
  if (subject.kind === 'import') return STEPS.map(importStep);
  return STEPS.map((step) => (subject.kind === 'source' ? draftStep(step, subject) : runStep(step, subject)));
}

function importStep(step: Step): RailStep {
  if (step === 'dataset') return { step, href: formatRoute({ kind: 'import' }), note: '', done: false };
  return { step, href: undefined, note: STEP_LOCKS.importing, done: false };
}

function draftStep(step: Step, { source, oracle, oracleReady }: RailSubject & { kind: 'source' }): RailStep {
  const open = (draft: DraftStep) => formatRoute({ kind: 'source', sourceId: source.id, step: draft });
  switch (step) {
    case 'dataset':
      return { step, href: open(step), note: plural(source.rowCount, 'record'), done: true };
    case 'oracle':
      return { step, href: open(step), note: oracle ?? '', done: oracleReady };
    case 'recipe':
      return { step, href: oracleReady ? open(step) : undefined, note: oracleReady ? '' : STEP_LOCKS.noOracle, done: false };
    default:
      return { step, href: undefined, note: STEP_LOCKS.noRun, done: false };
  }
}

function runStep(step: Step, { run, oracle, counts }: RailSubject & { kind: 'run' }): RailStep {
  const settled = counts ? counts.total - counts.rows.pending : 0;
  const notes: Record<Step, string> = {
    dataset: plural(run.rowCount, 'record'),
    oracle,
    recipe: recipeLabel(run.recipe),
    run: counts ? formatPercent(doneFraction(counts)) : '',
    review: counts ? plural(settled, 'result') : '',
    report: '',
    export: '',
  };
  const done = step === 'run' ? counts?.rows.pending === 0 : ['dataset', 'oracle', 'recipe'].includes(step);
  return { step, href: formatRoute(runRoute(run.id, step)), note: notes[step], done };
}
