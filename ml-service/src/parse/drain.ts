import type { TemplateColumn } from '../../../common/documents/template_document.ts';
import { MARK, type MaskedColumn } from './masked_line.ts';
import { sayDifferentThings } from './merge_guard.ts';
import { joinColumns, matchesColumn } from './template.ts';

/** The knobs of Drain, under the names of the paper and of Drain3. */
export interface DrainConfig {
  /** Share of equal columns from which on a line belongs to a cluster. */
  readonly sim_th: number;
  /** Depth of the prefix tree; depth - 2 leading columns are looked at. */
  readonly depth: number;
  /** Distinct leading words per tree node; what comes beyond shares one branch. */
  readonly max_children: number;
}

/** A group of lines of one template. */
export interface Cluster {
  columns: readonly TemplateColumn[];
}

interface TreeNode<C> {
  readonly children: Map<string, TreeNode<C>>;
  readonly clusters: Set<C>;
}

const ANY = MARK;
const newNode = <C>(): TreeNode<C> => ({ children: new Map(), clusters: new Set() });
const isVariable = (column: TemplateColumn) =>
  typeof column !== 'string' || column.includes(MARK) || /\d/.test(column);
const isPureMark = (text: string) => /^[^a-z]*$/i.test(text) && text.includes(MARK);

interface Similarity {
  readonly score: number;
  readonly wildcards: number;
}

/**
 * Share of the columns with text that are equal. Columns that are nothing but a masked value say nothing either way
 * and are left out.
 */
function similarityOf(
  template: readonly TemplateColumn[],
  columns: readonly MaskedColumn[],
): Similarity | undefined {
  let equal = 0;
  let compared = 0;
  let wildcards = 0;
  for (let index = 0; index < columns.length; index += 1) {
    const text = columns[index]!.text;
    const column = template[index]!;
    if (sayDifferentThings(column, text)) return undefined;
    if (typeof column !== 'string') {
      wildcards += 1;
      compared += matchesColumn(column, text) && column.prefix + column.suffix !== '' ? 0 : 1;
      continue;
    }
    if (isPureMark(text) && isPureMark(column)) continue;
    compared += 1;
    if (column === text) equal += 1;
  }
  return { score: compared === 0 ? 1 : equal / compared, wildcards };
}

/**
 * Drain's fixed-depth prefix tree (He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS
 * 2017): the number of columns, then the leading columns, then the most similar cluster of the leaf. It is asked only
 * for masked lines that no template fits.
 */
export class DrainTree<C extends Cluster> {
  private readonly root = newNode<C>();
  /** A cluster stays in the leaf where it was born: a full node may send the same columns elsewhere later. */
  private readonly leaves = new Map<C, TreeNode<C>>();
  private readonly config: DrainConfig;

  constructor(config: DrainConfig) {
    this.config = config;
  }

  /** The cluster that the line may join, or undefined. */
  search(columns: readonly MaskedColumn[]): C | undefined {
    const leaf = this.leafOf(
      columns.map((column) => column.text),
      { create: false },
    );
    let best: C | undefined;
    let bestSimilarity: Similarity = { score: this.config.sim_th, wildcards: -1 };
    for (const cluster of leaf?.clusters ?? []) {
      const similarity = similarityOf(cluster.columns, columns);
      if (!similarity) continue;
      const { score, wildcards } = similarity;
      if (
        score > bestSimilarity.score ||
        (score === bestSimilarity.score && wildcards > bestSimilarity.wildcards)
      ) {
        best = cluster;
        bestSimilarity = similarity;
      }
    }
    return best;
  }

  insert(cluster: C): void {
    const leaf = this.leafOf(cluster.columns, { create: true })!;
    leaf.clusters.add(cluster);
    this.leaves.set(cluster, leaf);
  }

  delete(cluster: C): void {
    this.leaves.get(cluster)?.clusters.delete(cluster);
    this.leaves.delete(cluster);
  }

  private leafOf(
    columns: readonly TemplateColumn[],
    { create }: { create: boolean },
  ): TreeNode<C> | undefined {
    const levels = Math.min(this.config.depth - 2, columns.length);
    const keys = columns.slice(0, levels).map((column) => (isVariable(column) ? ANY : (column as string)));
    let node: TreeNode<C> = this.root;
    for (const [level, key] of [String(columns.length), ...keys].entries()) {
      const isFull = level > 0 && node.children.size >= this.config.max_children && !node.children.has(key);
      const branch = isFull ? ANY : key;
      let child = node.children.get(branch) ?? (create ? undefined : node.children.get(ANY));
      if (!child) {
        if (!create) return undefined;
        node.children.set(branch, (child = newNode()));
      }
      node = child;
    }
    return node;
  }
}

/** The template after the line joined. */
export function generalize(
  template: readonly TemplateColumn[],
  columns: readonly MaskedColumn[],
): TemplateColumn[] {
  return template.map((column, index) => joinColumns(column, columns[index]!.text));
}
