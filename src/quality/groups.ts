/** Things from 0 on, each in a group of its own until it is joined with others. */
export class Groups {
  readonly #parents: Int32Array;
  #joined = 0;

  constructor(size: number) {
    this.#parents = Int32Array.from({ length: size }, (_, place) => place);
  }

  /** Joins that brought two groups together. */
  get joined(): number {
    return this.#joined;
  }

  /** Groups of more than one. */
  get count(): number {
    const roots = new Set<number>();
    this.#parents.forEach((parent, place) => parent !== place && roots.add(this.rootOf(place)));
    return roots.size;
  }

  join(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one === other) return;
    this.#parents[other] = one;
    this.#joined += 1;
  }

  same(a: number, b: number): boolean {
    return this.rootOf(a) === this.rootOf(b);
  }

  /** Names the group of a thing, until it is joined with another. */
  rootOf(place: number): number {
    let root = place;
    for (let parent = this.#parents[root]; parent !== undefined && parent !== root; parent = this.#parents[root]) {
      this.#parents[root] = this.#parents[parent] ?? parent;
      root = parent;
    }
    return root;
  }
}
