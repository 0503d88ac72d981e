import { columnText, joinTemplates } from '../template.ts';
import { type DrainConfig, DrainTree } from './drain_tree.ts';
import type { Minable, StreamingStrategy, Union } from './mining_strategy.ts';
import { relativesOf } from './refinement.ts';

/** The default: Drain's tree finds what is alike, refinement says which of it is one. */
export class DrainStrategy<T extends Minable> implements StreamingStrategy<T> {
  readonly kind = 'streaming';
  private readonly tree: DrainTree<T>;

  constructor(config: DrainConfig) {
    this.tree = new DrainTree(config);
  }

  insert(template: T): void {
    this.tree.insert(template, template.columns.map(columnText));
  }

  unionOf(template: T): Union<T> | undefined {
    const templates = relativesOf([...this.tree.groupOf(template).templates], template);
    return templates.length === 1 ? undefined : { templates, columns: joinTemplates(templates) };
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
