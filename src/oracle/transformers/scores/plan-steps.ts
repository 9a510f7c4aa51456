import { fillRows, type RowLimits } from '../fill-rows.ts';
import { type Passage, readTokens } from './passages.ts';

/** Passages that are read in one go: as rows side by side, or one after the other behind a prefix that is read once. */
export type Step =
  | { readonly kind: 'together'; readonly passages: readonly Passage[] }
  | { readonly kind: 'behind'; readonly prefix: readonly number[]; readonly passages: readonly Passage[] };

/** What a step may hold. */
export interface StepLimits extends RowLimits {
  /** Most tokens of a row in one run of the graph. */
  readonly rowTokensMax: number;
}

/** What a further run of the graph costs, in tokens that could be read instead: it goes through all weights once more. Measured as 46 with weights in q4 on the processor. */
const RUN_WORTH_TOKENS = 48;

/** In which steps to read the passages. */
export function planSteps(passages: readonly Passage[], limits: StepLimits): Step[] {
  const steps: Step[] = [];
  const rows: Passage[] = [];
  for (const [prefix, group] of groupByPrefix(passages)) {
    const shared = limits.sideBySide && paysToShare(prefix, group);
    const apart = shared ? [] : group.filter((passage) => readTokens(passage) > limits.rowTokensMax);
    if (shared) steps.push({ kind: 'behind', prefix, passages: group });
    else rows.push(...group.filter((passage) => readTokens(passage) <= limits.rowTokensMax));
    steps.push(...apart.map((passage) => ({ kind: 'behind' as const, prefix, passages: [passage] })));
  }
  return [...steps, ...fillRows(rows, readTokens, limits).map((row) => ({ kind: 'together' as const, passages: row }))];
}

function groupByPrefix(passages: readonly Passage[]): Map<readonly number[], Passage[]> {
  const groups = new Map<readonly number[], Passage[]>();
  for (const passage of passages) {
    const group = groups.get(passage.prefix);
    if (group) group.push(passage);
    else groups.set(passage.prefix, [passage]);
  }
  return groups;
}

/** Behind a held prefix the passages need a run each: graphs with GroupQueryAttention read no more than one row behind something. */
function paysToShare(prefix: readonly number[], group: readonly Passage[]): boolean {
  return prefix.length * (group.length - 1) > RUN_WORTH_TOKENS * group.length;
}
