/** Numbers 0 … size - 1 in sets that are joined. The least of a set stands for it, so that their order says nothing. */
export class DisjointSets {
  private readonly parents: Uint32Array;

  constructor(size: number) {
    this.parents = Uint32Array.from({ length: size }, (_, number) => number);
  }

  rootOf(number: number): number {
    let root = number;
    while (this.parents[root]! !== root) root = this.parents[root]!;
    // Whoever asks next has a short way.
    for (let at = number; at !== root;) {
      const next = this.parents[at]!;
      this.parents[at] = root;
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    this.parents[Math.max(one, other)] = Math.min(one, other);
  }
}
