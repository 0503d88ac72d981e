import type { TemplateColumn } from '../../../../../common/documents/template_document.ts';
import { columnText, covers, joinTemplates } from '../../template/template.ts';
import type { DrainConfig } from '../../../settings/parse.ts';
import { DrainTree, hasLetters } from './drain_tree.ts';
import type { Minable, StreamingStrategy, Union } from '../mining_strategy.ts';
import { relativesOf } from './refinement.ts';

/** Names that differ in their digits alone are alike: `eth0`, `eth1`. */
const foldedText = (column: TemplateColumn) => columnText(column).replace(/\d+/g, '0');

/** The default: Drain's tree finds what is alike, refinement says which of it is one. */
export class DrainStrategy<T extends Minable> implements StreamingStrategy<T> {
  readonly kind = 'streaming';
  private readonly tree: DrainTree<T>;
  private readonly sim_th: number;

  constructor(config: DrainConfig) {
    this.tree = new DrainTree(config);
    this.sim_th = config.sim_th;
  }

  insert(template: T): void {
    this.tree.insert(template, template.columns.map(foldedText));
  }

  unionOf(template: T): Union<T> | undefined {
    const relatives = relativesOf([...this.tree.groupOf(template).templates], template);
    if (relatives.length === 1) return undefined;
    const columns = joinTemplates(relatives);
    const covered = this.tree.besides(template).filter((other) => this.isOneOf(columns, other.columns));
    return { templates: [...relatives, ...covered], columns };
  }

  /**
   * Whether a template founded before it was clear what varies is one with a union: its lines would be found by it now,
   * and they have words in common.
   */
  private isOneOf(union: readonly TemplateColumn[], columns: readonly TemplateColumn[]): boolean {
    if (!covers(union, columns)) return false;
    const words = union.filter((_, place) => hasLetters(columnText(columns[place]!)));
    const common = words.filter((column) => hasLetters(columnText(column)));
    return common.length >= words.length * this.sim_th;
  }

  /**
   * A group stays what its first line made it: what is alike to that line is alike to all of it. Only what was made one
   * from outside can be of another length.
   */
  reshape(template: T): void {
    if (this.tree.groupOf(template).columns.length === template.columns.length) return;
    this.delete(template);
    this.insert(template);
  }

  delete(template: T): void {
    this.tree.delete(template);
  }
}
