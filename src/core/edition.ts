/** One state of a dataset: the records as they came, what phase 1 made of them, or what a run made of them in the end. A reference dataset is another source's original. */
export type Edition =
  | { readonly kind: 'original'; readonly sourceId: string }
  /** Every record of the run, with the pair that phase 1 left it with. */
  | { readonly kind: 'after-instruction'; readonly runId: string }
  /** Every record of the run, with the pair that it ends with. */
  | { readonly kind: 'recycled'; readonly runId: string };

/** Names an edition; two editions have the same key if and only if they are the same. */
export function editionKey(edition: Edition): string {
  return edition.kind === 'original' ? `original/${edition.sourceId}` : `${edition.kind}/${edition.runId}`;
}
