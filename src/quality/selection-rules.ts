/** By which figure the best records are taken: the highest IFD, the lowest r-IFD, or the highest coherence. */
export type SelectionFigure = 'ifd' | 'reverse-ifd' | 'coherence';

/** Which records of a run's result are taken for training. Source: METHOD, section 4; arXiv 2402.10110, section 2. */
export interface SelectionRules {
  /** A rewritten instruction must have raised the IFD. */
  readonly phase1: boolean;
  /** A rewritten response must have lowered the r-IFD. */
  readonly phase2: boolean;
  /** Only records whose response was rewritten in phase 2. */
  readonly onlyResponseReflected: boolean;
  /** IFD must be below it; absent for no limit. */
  readonly ifdMax?: number;
  /** r-IFD must be below it; absent for no limit. */
  readonly reverseIfdMax?: number;
  /** Of the records that all other rules leave, the fraction that is best by a figure, in (0, 1]; absent for all. */
  readonly top?: { readonly fraction: number; readonly by: SelectionFigure };
}

/** The rules of the paper and its code. */
export const PAPER_RULES: SelectionRules = { phase1: true, phase2: true, onlyResponseReflected: true, ifdMax: 1, reverseIfdMax: 1 };

/** The rules in the order in which they are applied. */
export const RULE_ORDER = ['phase1', 'phase2', 'onlyResponseReflected', 'ifdMax', 'reverseIfdMax', 'top'] as const;

/** One of {@link RULE_ORDER}. */
export type SelectionRule = (typeof RULE_ORDER)[number];

/** What is known of the records of a run, column by column. All columns are as long as `ordinals`; NaN is a figure that is not known. */
export interface SelectionColumns {
  /** Of the source, ascending. */
  readonly ordinals: Uint32Array;
  /** 1 where phase 1 rewrote the instruction. */
  readonly instructionReflected: Uint8Array;
  /** 1 where phase 2 rewrote the response. */
  readonly responseReflected: Uint8Array;
  readonly ifdBefore: Float64Array;
  readonly ifdAfterInstruction: Float64Array;
  readonly reverseIfdAfterInstruction: Float64Array;
  /** Of the pair that the record ends with, like what follows. */
  readonly ifd: Float64Array;
  readonly reverseIfd: Float64Array;
  readonly coherence: Float64Array;
}

/** What one rule does. Counts are of records. */
export interface RuleEffect {
  readonly rule: SelectionRule;
  /** What it would drop if it were the only rule. */
  readonly droppedAlone: number;
  /** What it drops of the records that the rules before it leave. */
  readonly droppedInOrder: number;
  /** Of `droppedAlone`: records that are dropped because a figure is missing. */
  readonly lackingFigure: number;
}

/** What rules make of a run's records. */
export interface Selection {
  /** Ordinals of the source, ascending. */
  readonly selected: Uint32Array;
  /** The rules in force, in their order. */
  readonly effects: readonly RuleEffect[];
}

/** Applies rules to the records of a run. Takes some milliseconds for 100,000 records, so that it can follow a hand on a slider. */
export function select(columns: SelectionColumns, rules: SelectionRules): Selection {
  const left = new Uint8Array(columns.ordinals.length).fill(1);
  const effects = RULE_ORDER.flatMap((rule) => {
    const verdict = rule === 'top' ? topVerdict(columns, rules, left) : rowVerdict(rule, columns, rules);
    return verdict ? [applied(rule, verdict, left)] : [];
  });
  return { selected: columns.ordinals.filter((_, place) => left[place] === 1), effects };
}

/** Passes, is dropped, or is dropped for want of a figure. */
type Verdict = 'pass' | 'drop' | 'lacking';

interface RuleVerdict {
  /** Of a record by its place, were this the only rule. */
  readonly alone: (place: number) => Verdict;
  /** The same among the records that are left, where that differs. */
  readonly inOrder?: (place: number) => Verdict;
}

function applied(rule: SelectionRule, { alone, inOrder = alone }: RuleVerdict, left: Uint8Array): RuleEffect {
  const effect = { rule, droppedAlone: 0, droppedInOrder: 0, lackingFigure: 0 };
  for (let place = 0; place < left.length; place += 1) {
    const verdict = alone(place);
    if (verdict !== 'pass') effect.droppedAlone += 1;
    if (verdict === 'lacking') effect.lackingFigure += 1;
    if (left[place] === 0 || inOrder(place) === 'pass') continue;
    left[place] = 0;
    effect.droppedInOrder += 1;
  }
  return effect;
}

/** Undefined when the rule is off. */
function rowVerdict(rule: Exclude<SelectionRule, 'top'>, columns: SelectionColumns, rules: SelectionRules): RuleVerdict | undefined {
  const { instructionReflected, responseReflected, ifd, reverseIfd } = columns;
  switch (rule) {
    case 'phase1':
      return rules.phase1 ? { alone: (place) => (instructionReflected[place] === 1 ? below(columns.ifdBefore[place], columns.ifdAfterInstruction[place]) : 'pass') } : undefined;
    case 'phase2':
      return rules.phase2 ? { alone: (place) => (responseReflected[place] === 1 ? below(reverseIfd[place], columns.reverseIfdAfterInstruction[place]) : 'pass') } : undefined;
    case 'onlyResponseReflected':
      return rules.onlyResponseReflected ? { alone: (place) => (responseReflected[place] === 1 ? 'pass' : 'drop') } : undefined;
    case 'ifdMax':
      return rules.ifdMax === undefined ? undefined : { alone: (place) => below(ifd[place], rules.ifdMax) };
    case 'reverseIfdMax':
      return rules.reverseIfdMax === undefined ? undefined : { alone: (place) => below(reverseIfd[place], rules.reverseIfdMax) };
  }
}

function below(value = NaN, bound = NaN): Verdict {
  if (Number.isNaN(value) || Number.isNaN(bound)) return 'lacking';
  return value < bound ? 'pass' : 'drop';
}

function topVerdict(columns: SelectionColumns, { top }: SelectionRules, left: Uint8Array): RuleVerdict | undefined {
  if (!top) return undefined;
  const figures = figuresOf(columns, top.by);
  const [best, bestLeft] = [bestOf(figures, top.fraction), bestOf(figures, top.fraction, left)];
  const lacking = (place: number): Verdict => (Number.isNaN(figures[place]) ? 'lacking' : 'drop');
  return { alone: (place) => (best[place] === 1 ? 'pass' : lacking(place)), inOrder: (place) => (bestLeft[place] === 1 ? 'pass' : lacking(place)) };
}

/** The higher, the better. */
function figuresOf({ ifd, reverseIfd, coherence }: SelectionColumns, by: SelectionFigure): Float64Array {
  if (by === 'reverse-ifd') return reverseIfd.map((value) => -value);
  return by === 'ifd' ? ifd : coherence;
}

/** 1 for the fraction of records, among those of `left`, that have the highest figures; of equals the first. A record without a figure is never among them. */
function bestOf(figures: Float64Array, fraction: number, left?: Uint8Array): Uint8Array {
  const isLeft = (place: number) => !left || left[place] === 1;
  const total = left ? left.reduce((sum, one) => sum + one, 0) : figures.length;
  const known = figures.filter((value, place) => isLeft(place) && !Number.isNaN(value)).sort();
  // Guards against 0.07 × 100 being a little more than 7.
  const wanted = Math.min(known.length, Math.max(0, Math.ceil(fraction * total - 1e-9)));
  const best = new Uint8Array(figures.length);
  const bound = known[known.length - wanted];
  if (bound === undefined) return best;
  let atBound = wanted - known.reduce((sum, value) => sum + (value > bound ? 1 : 0), 0);
  for (let place = 0; place < figures.length; place += 1) {
    const value = figures[place] ?? NaN;
    if (isLeft(place) && (value > bound || (value === bound && atBound-- > 0))) best[place] = 1;
  }
  return best;
}
