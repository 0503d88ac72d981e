import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { columnText, covers, joinTemplates } from '../template.ts';
import { type DrainConfig, DrainTree } from './drain_tree.ts';
import type { Minable, StreamingStrategy, Union } from './mining_strategy.ts';
import { relativesOf } from './refinement.ts';

/** Names that differ in their digits alone are alike: `eth0`, `eth1`. */
const foldedText = (column: TemplateColumn) => columnText(column).replace(/\d+/g, '0');

/** The default: Drain's tree finds what is alike, refinement says which of it is one. */
export class DrainStrategy<T extends Minable> implements StreamingStrategy<T> {
  readonly kind = 'streaming';
  private readonly tree: DrainTree<T>;

  constructor(config: DrainConfig) {
    this.tree = new DrainTree(config);
  }

  insert(template: T): void {
    this.tree.insert(template, template.columns.map(foldedText));
  }

  unionOf(template: T): Union<T> | undefined {
    const relatives = relativesOf([...this.tree.groupOf(template).templates], template);
    if (relatives.length === 1) return undefined;
    const columns = joinTemplates(relatives);
    // Of other groups, what came before it was clear what varies: lines like these would be found by the union now.
    const templates = new Set(relatives);
    for (const other of this.tree.besides(template)) if (covers(columns, other.columns)) templates.add(other);
    return { templates: [...templates], columns };
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
