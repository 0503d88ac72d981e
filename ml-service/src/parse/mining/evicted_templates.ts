import type { TemplateColumn } from '../../../../common/documents/template_document.ts';
import { TemplateTrie } from '../matcher/template_trie.ts';

/** A template as far as it is put away. */
interface Evictable {
  readonly id: string;
  readonly number: number;
  readonly columns: readonly TemplateColumn[];
}

/** What a template is worth, by its id: of too many the least worth leave. */
export type WorthOf = (id: string) => number;

/**
 * Those that are worth least, that first.
 *
 * @param count - How many.
 */
export function leastWorth<T extends { readonly id: string }>(
  templates: Iterable<T>,
  { count, worthOf }: { readonly count: number; readonly worthOf: WorthOf },
): T[] {
  return Array.from(templates, (template) => ({ template, worth: worthOf(template.id) }))
    .sort((a, b) => a.worth - b.worth)
    .slice(0, count)
    .map(({ template }) => template);
}

/**
 * Templates that left because there were too many. A line of one that comes again is recognised by its columns, so that
 * the template comes back as the one it was. As many are kept as may live; beyond them the least worth are forgotten.
 */
export class EvictedTemplates<T extends Evictable> {
  private readonly trie: TemplateTrie;
  private readonly byNumber = new Map<number, T>();
  private readonly ids = new Set<string>();
  private readonly bound: number;

  constructor({ max_templates, max_steps }: { max_templates: number; max_steps: number }) {
    this.bound = max_templates;
    this.trie = new TemplateTrie({ maxSteps: max_steps });
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  /**
   * Puts templates away that do not live any more.
   *
   * @param worths - Asked only where there are too many.
   */
  put(templates: readonly T[], worths: () => WorthOf): void {
    for (const template of templates) {
      // Of two with the same columns the last one stands for both: a look-up finds no other.
      const displaced = this.trie.set(template.columns, template.number);
      const twin = displaced === undefined ? undefined : this.byNumber.get(displaced);
      if (twin) this.forget(twin);
      this.byNumber.set(template.number, template);
      this.ids.add(template.id);
    }
    const count = this.byNumber.size - this.bound;
    if (count <= 0) return;
    for (const template of leastWorth(this.byNumber.values(), { count, worthOf: worths() })) {
      this.trie.delete(template.columns);
      this.forget(template);
    }
  }

  /**
   * Takes out the template that a masked line fits.
   *
   * @param spans - See {@link TemplateTrie.find}.
   */
  take(columns: readonly { readonly text: string }[], spans: number[]): T | undefined {
    if (this.byNumber.size === 0) return undefined;
    const number = this.trie.find(columns, spans);
    const template = number === undefined ? undefined : this.byNumber.get(number);
    if (!template) return undefined;
    this.trie.delete(template.columns);
    this.forget(template);
    return template;
  }

  private forget(template: T): void {
    this.byNumber.delete(template.number);
    this.ids.delete(template.id);
  }
}
