/** What rows that are read side by side may come to. */
export interface RowLimits {
  /** Rows times their width: whatever is made of each token takes room. One row may be longer. */
  readonly stepTokensMax: number;
  /** Rows that are run when so many are wanted. */
  readonly rowsFor: (count: number) => number;
  /** Whether a row gives the same in company as alone. When not, each is read by itself. */
  readonly sideBySide: boolean;
}

/** Puts rows of similar length together, so that little has to be filled up. Longest first, so that what does not fit into memory shows at once. */
export function fillRows<Row>(rows: readonly Row[], lengthOf: (row: Row) => number, { stepTokensMax, rowsFor, sideBySide }: RowLimits): Row[][] {
  const steps: Row[][] = [];
  let step: Row[] = [];
  for (const row of rows.toSorted((one, other) => lengthOf(other) - lengthOf(one))) {
    const width = lengthOf(step[0] ?? row);
    const full = step.length > 0 && (!sideBySide || rowsFor(step.length + 1) * width > stepTokensMax);
    if (full) steps.push(step);
    step = full ? [row] : [...step, row];
  }
  return step.length > 0 ? [...steps, step] : steps;
}
