import { MARK } from '../../masks/masked_line.ts';
import type { DrainConfig } from '../../../settings/parse.ts';

/** Templates so alike that some of them may be one; see refinement.ts. */
export class Group<T> {
  readonly templates = new Set<T>();
  /** The masked columns by which the group was founded. */
  readonly columns: readonly string[];
  readonly hasLetters: readonly boolean[];

  constructor(columns: readonly string[]) {
    this.columns = columns;
    this.hasLetters = columns.map(hasLetters);
  }
}

/** Templates of a group: the work of refinement grows with it. A group that is full takes no more. */
const MAX_GROUP = 100;
/** Groups or templates of a leaf that a search looks at, those used last: more are prose, which no template helps. */
const MAX_COMPARED = 256;

const ANY = MARK;
/** Whether a column says anything. */
export const hasLetters = (text: string) => /[a-zA-Z]/.test(text);

/**
 * Share of the columns with words that are equal; columns that are nothing but values say nothing either way and are
 * left out.
 */
function similarityOf(group: Group<unknown>, columns: readonly string[]): number {
  let equal = 0;
  let compared = 0;
  for (let place = 0; place < columns.length; place += 1) {
    const text = columns[place]!;
    const isEqual = group.columns[place] === text;
    if (!group.hasLetters[place] && (isEqual || !hasLetters(text))) continue;
    compared += 1;
    if (isEqual) equal += 1;
  }
  return compared === 0 ? 1 : equal / compared;
}

/**
 * Drain's fixed-depth prefix tree (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS
 * 2017): the number of columns, then the first word, then the most similar group of the leaf. It is asked only for
 * masked lines that no template fits, and says which templates a new one may be one with; whether it is,
 * refinement.ts decides.
 */
export class DrainTree<T> {
  /** Groups by number of columns and first word, those used last at the end. */
  private readonly leaves = new Map<number, Map<string, Group<T>[]>>();
  private readonly groups = new Map<T, Group<T>>();
  private readonly config: DrainConfig;

  constructor(config: DrainConfig) {
    this.config = config;
  }

  /** Puts a template into the group of what it is most similar to, and returns the group. */
  insert(template: T, columns: readonly string[]): Group<T> {
    const leaf = this.leafOf(columns);
    const at = this.mostSimilar(leaf, columns);
    const group = at === undefined ? new Group<T>(columns) : leaf.splice(at, 1)[0]!;
    leaf.push(group);
    group.templates.add(template);
    this.groups.set(template, group);
    return group;
  }

  /** The group of a template that is in the tree. */
  groupOf(template: T): Group<T> {
    return this.groups.get(template)!;
  }

  /** Templates of other groups of the same leaf: as many as a search may look at, of the groups used last. */
  besides(template: T): T[] {
    const own = this.groupOf(template);
    const leaf = this.leafOf(own.columns);
    const found: T[] = [];
    for (let at = leaf.length - 1; at >= 0 && found.length < MAX_COMPARED; at -= 1)
      if (leaf[at] !== own) found.push(...leaf[at]!.templates);
    return found;
  }

  delete(template: T): void {
    const group = this.groups.get(template);
    if (!group) return;
    group.templates.delete(template);
    this.groups.delete(template);
    if (group.templates.size > 0) return;
    const leaf = this.leafOf(group.columns);
    leaf.splice(leaf.indexOf(group), 1);
  }

  private leafOf(columns: readonly string[]): Group<T>[] {
    let leaves = this.leaves.get(columns.length);
    if (!leaves) this.leaves.set(columns.length, (leaves = new Map<string, Group<T>[]>()));
    const first = columns[0]!;
    const isValue = first.includes(MARK);
    const isFull = !leaves.has(first) && leaves.size >= this.config.max_children;
    const key = isValue || isFull ? ANY : first;
    let leaf = leaves.get(key);
    if (!leaf) leaves.set(key, (leaf = []));
    return leaf;
  }

  private mostSimilar(leaf: readonly Group<T>[], columns: readonly string[]): number | undefined {
    let best: number | undefined;
    let bestSimilarity = this.config.sim_th;
    for (let at = leaf.length - 1; at >= Math.max(0, leaf.length - MAX_COMPARED); at -= 1) {
      const group = leaf[at]!;
      if (group.templates.size >= MAX_GROUP) continue;
      const similarity = similarityOf(group, columns);
      if (similarity > bestSimilarity || (best === undefined && similarity === bestSimilarity)) {
        best = at;
        bestSimilarity = similarity;
      }
    }
    return best;
  }
}
