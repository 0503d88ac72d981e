import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import type { Steps } from '../in_slices.ts';
import { matchesColumn } from '../template/template.ts';

/** A wildcard edge: the column begins and ends with these, in between lies a value. */
interface WildcardEdge {
  readonly prefix: string;
  readonly suffix: string;
  readonly node: TrieNode;
}

/** A node's children by text. Most have one: a map for each would be most of what a template takes. */
class LiteralEdges {
  private text: string | undefined;
  private only: TrieNode | undefined;
  private all: Map<string, TrieNode> | undefined;

  get size(): number {
    return this.all ? this.all.size : this.only ? 1 : 0;
  }

  get(text: string): TrieNode | undefined {
    if (this.all) return this.all.get(text);
    return this.text === text ? this.only : undefined;
  }

  set(text: string, node: TrieNode): void {
    if (!this.all && this.only && this.text !== text) this.all = new Map([[this.text!, this.only]]);
    if (this.all) {
      this.all.set(text, node);
      return;
    }
    this.text = text;
    this.only = node;
  }

  delete(text: string): void {
    if (this.all) this.all.delete(text);
    else if (this.text === text) this.text = this.only = undefined;
  }

  *[Symbol.iterator](): Generator<readonly [string, TrieNode]> {
    if (this.all) yield* this.all;
    else if (this.only) yield [this.text!, this.only];
  }
}

/** Nodes that are written in a step: some milliseconds. */
const NODES_A_STEP = 1000;

const NO_WILDCARDS: readonly WildcardEdge[] = [];

class TrieNode {
  readonly literals = new LiteralEdges();
  /** Most specific first: the order must not depend on the order of insertion. */
  wildcards: readonly WildcardEdge[] = NO_WILDCARDS;
  /** Behind a value of one column or several. */
  many: TrieNode | undefined = undefined;
  value: number | undefined = undefined;

  get isEmpty(): boolean {
    return (
      this.value === undefined &&
      this.many === undefined &&
      this.literals.size === 0 &&
      this.wildcards.length === 0
    );
  }
}

/** The trie as plain tables: nodes by number, 0 is the root. */
export interface TrieTables {
  /**
   * `l`: masked column → node. `w`: prefix, suffix, node. `m`: the node behind a value of one column or several. `t`: the
   * template that ends here.
   */
  readonly nodes: readonly TrieTableNode[];
}
export interface TrieTableNode {
  readonly l?: Readonly<Record<string, number>>;
  readonly w?: readonly (readonly [string, string, number])[];
  readonly m?: number;
  readonly t?: number;
}

type Affixes = Pick<WildcardEdge, 'prefix' | 'suffix'>;

function compareEdges(a: Affixes, b: Affixes): number {
  const length = b.prefix.length + b.suffix.length - (a.prefix.length + a.suffix.length);
  if (length !== 0) return length;
  if (a.prefix !== b.prefix) return a.prefix < b.prefix ? -1 : 1;
  return a.suffix < b.suffix ? -1 : a.suffix > b.suffix ? 1 : 0;
}

/** Where an edge with these affixes is, or would stand, among edges in order. */
function placeOf(affixes: Affixes, edges: readonly WildcardEdge[]): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareEdges(edges[middle]!, affixes) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Templates by their columns. A look-up goes depth first, literal before wildcard, what is of one column before what is
 * of many and fewer before more, so what is most specific from the left wins. It makes at most `maxSteps` steps, a step
 * being a node that is visited or an edge with a value that is tried; without values of many columns it visits each node
 * at most once.
 */
export class TemplateTrie {
  private readonly root = new TrieNode();
  private readonly maxSteps: number;

  constructor({ maxSteps }: { maxSteps: number }) {
    this.maxSteps = maxSteps;
  }

  /** Puts a value at the template's place; returns what stood there before. */
  set(template: readonly TemplateColumn[], value: number): number | undefined {
    let node = this.root;
    for (const column of template) node = this.childFor(node, column);
    const before = node.value;
    node.value = value;
    return before;
  }

  private childFor(node: TrieNode, column: TemplateColumn): TrieNode {
    if (typeof column === 'string') {
      let child = node.literals.get(column);
      if (!child) node.literals.set(column, (child = new TrieNode()));
      return child;
    }
    if (column.many) return (node.many ??= new TrieNode());
    const at = placeOf(column, node.wildcards);
    const known = node.wildcards[at];
    if (known && compareEdges(known, column) === 0) return known.node;
    const edge = { prefix: column.prefix, suffix: column.suffix, node: new TrieNode() };
    node.wildcards = node.wildcards.toSpliced(at, 0, edge);
    return edge.node;
  }

  /** Takes a template out. */
  delete(template: readonly TemplateColumn[]): void {
    this.deleteBelow(this.root, template, 0);
  }

  private deleteBelow(node: TrieNode, template: readonly TemplateColumn[], depth: number): void {
    const column = template[depth];
    if (column === undefined) {
      node.value = undefined;
    } else if (typeof column === 'string') {
      const child = node.literals.get(column);
      if (!child) return;
      this.deleteBelow(child, template, depth + 1);
      if (child.isEmpty) node.literals.delete(column);
    } else if (column.many) {
      if (!node.many) return;
      this.deleteBelow(node.many, template, depth + 1);
      if (node.many.isEmpty) node.many = undefined;
    } else {
      const at = placeOf(column, node.wildcards);
      const edge = node.wildcards[at];
      if (!edge || compareEdges(edge, column) !== 0) return;
      this.deleteBelow(edge.node, template, depth + 1);
      if (edge.node.isEmpty) node.wildcards = node.wildcards.toSpliced(at, 1);
    }
  }

  /**
   * The value of the first template that fits all columns, or undefined.
   *
   * @param spans - Filled with how many columns each value of many columns takes, in order.
   */
  find(columns: readonly { readonly text: string }[], spans: number[] = []): number | undefined {
    let steps = 0;
    const visit = (node: TrieNode, depth: number, span: number): number | undefined => {
      if (++steps > this.maxSteps) return undefined;
      const column = columns[depth];
      if (column === undefined) return node.value;
      const literal = node.literals.get(column.text);
      if (literal) {
        const found = visit(literal, depth + 1, span);
        if (found !== undefined) return found;
      }
      for (const edge of node.wildcards) {
        if (++steps > this.maxSteps) return undefined;
        if (!matchesColumn(edge, column.text)) continue;
        const found = visit(edge.node, depth + 1, span);
        if (found !== undefined) return found;
      }
      if (!node.many) return undefined;
      for (let width = 1; depth + width <= columns.length && steps < this.maxSteps; width += 1) {
        spans[span] = width;
        const found = visit(node.many, depth + width, span + 1);
        // A failed look-up further down has overwritten only what lies further down.
        if (found !== undefined) return found;
      }
      return undefined;
    };
    return visit(this.root, 0, 0);
  }

  /** The trie that {@link toTables} wrote. */
  static fromTables({ nodes }: TrieTables, options: { maxSteps: number }): TemplateTrie {
    const trie = new TemplateTrie(options);
    const made = nodes.map((_, number) => (number === 0 ? trie.root : new TrieNode()));
    nodes.forEach(({ l, w, m, t }, number) => {
      const node = made[number]!;
      for (const [text, child] of Object.entries(l ?? {})) node.literals.set(text, made[child]!);
      if (w) node.wildcards = w.map(([prefix, suffix, child]) => ({ prefix, suffix, node: made[child]! }));
      node.many = m === undefined ? undefined : made[m];
      node.value = t;
    });
    return trie;
  }

  /** Plain tables for the compiled matcher; `renumber` gives each value its number there. */
  *toTables(renumber: (value: number) => number): Steps<TrieTables> {
    const nodes: TrieTableNode[] = [{}];
    // Each node is numbered when its parent is written.
    const waiting: { readonly node: TrieNode; readonly number: number }[] = [{ node: this.root, number: 0 }];
    const numberOf = (node: TrieNode): number => {
      const number = nodes.push({}) - 1;
      waiting.push({ node, number });
      return number;
    };
    for (let written = 0; waiting.length > 0; written += 1) {
      const { node, number } = waiting.pop()!;
      const table: { -readonly [K in keyof TrieTableNode]: TrieTableNode[K] } = {};
      if (node.literals.size > 0) {
        const literals: Record<string, number> = {};
        for (const [text, child] of node.literals) literals[text] = numberOf(child);
        table.l = literals;
      }
      if (node.wildcards.length > 0)
        table.w = node.wildcards.map((edge) => [edge.prefix, edge.suffix, numberOf(edge.node)] as const);
      if (node.many) table.m = numberOf(node.many);
      if (node.value !== undefined) table.t = renumber(node.value);
      nodes[number] = table;
      if (written % NODES_A_STEP === NODES_A_STEP - 1) yield;
    }
    return { nodes };
  }
}
