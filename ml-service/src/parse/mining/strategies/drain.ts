import type { TemplateColumn } from '../../../../../common/documents/template_document.ts';
import { columnText, covers, joinTemplates } from '../../template/template.ts';
import { MARK } from '../../masks/masked_line.ts';
import type { DrainConfig } from '../../../settings/parse.ts';
import { DrainTree, hasLetters } from './drain_tree.ts';
import type { Minable, StreamingStrategy, Union } from '../mining_strategy.ts';
import { relativesOf } from './refinement.ts';

/**
 * More first words than this, before the same rest, are values: users, rather than what acts (`crond startup succeeded`) or
 * is done. A dozen, as for the states of ADR 0011; with eight a system of the corpora loses kinds that it tells apart.
 */
const FIRST_WORDS = 12;
/** In a script without blanks a first "word" is a sentence, and what varies a name in it. */
const NAMES_IN_TEXT = 8;
const BEYOND_ASCII = /[^\0-\x7f]/;
/** Words that the rest of a template has at least, so that its first one may be a value. */
const WORDS_BEHIND_HEAD = 2;

/** The first word of a template, up to its first value, and all that follows. */
function headOf(columns: readonly TemplateColumn[]): { head: string; rest: string } | undefined {
  const first = columns[0]!;
  if (typeof first !== 'string') return undefined;
  const value = first.indexOf(MARK);
  const head = value < 0 ? first : first.slice(0, value);
  const rest = [first.slice(head.length), ...columns.slice(1).map(foldedText)].join(' ');
  const words = rest.match(/\p{L}{2,}/gu)?.length ?? 0;
  return /\p{L}/u.test(head) && words >= WORDS_BEHIND_HEAD ? { head, rest } : undefined;
}

/** Names that differ in their digits alone are alike: `eth0`, `eth1`. */
const foldedText = (column: TemplateColumn) => columnText(column).replace(/\d+/g, '0');

/** The default: Drain's tree finds what is alike, refinement says which of it is one. */
export class DrainStrategy<T extends Minable> implements StreamingStrategy<T> {
  readonly kind = 'streaming';
  private readonly tree: DrainTree<T>;
  private readonly sim_th: number;
  /** Templates by all but their first word: the tree never brings these together. */
  private readonly headless = new Map<string, Set<T>>();
  private readonly restOf = new Map<T, string>();

  constructor(config: DrainConfig) {
    this.tree = new DrainTree(config);
    this.sim_th = config.sim_th;
  }

  insert(template: T): void {
    this.tree.insert(template, template.columns.map(foldedText));
    this.insertHeadless(template);
  }

  private insertHeadless(template: T): void {
    const parts = headOf(template.columns);
    if (parts === undefined) return;
    const alike = this.headless.get(parts.rest) ?? new Set();
    alike.add(template);
    this.headless.set(parts.rest, alike);
    this.restOf.set(template, parts.rest);
  }

  private deleteHeadless(template: T): void {
    const rest = this.restOf.get(template);
    if (rest === undefined) return;
    this.restOf.delete(template);
    const alike = this.headless.get(rest)!;
    alike.delete(template);
    if (alike.size === 0) this.headless.delete(rest);
  }

  unionOf(template: T): Union<T> | undefined {
    const relatives = relativesOf([...this.tree.groupOf(template).templates], template);
    if (relatives.length === 1) return this.unionOfHeads(template);
    const columns = joinTemplates(relatives);
    const covered = this.tree.besides(template).filter((other) => this.isOneOf(columns, other.columns));
    return { templates: [...relatives, ...covered], columns };
  }

  /** Templates that differ in their first word alone, where so many have been seen that it is a value: `ann logged in`. */
  private unionOfHeads(template: T): Union<T> | undefined {
    const parts = headOf(template.columns);
    const alike = parts && this.headless.get(parts.rest);
    if (alike === undefined || alike.size < 2) return undefined;
    const templates = [...alike];
    const heads = [...new Set(templates.map(({ columns }) => headOf(columns)!.head))];
    const tolerated = heads.every((head) => BEYOND_ASCII.test(head)) ? NAMES_IN_TEXT : FIRST_WORDS;
    if (heads.length <= tolerated) return undefined;
    return { templates, columns: joinTemplates(templates) };
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
    this.deleteHeadless(template);
    this.insertHeadless(template);
    if (this.tree.groupOf(template).columns.length === template.columns.length) return;
    this.delete(template);
    this.insert(template);
  }

  delete(template: T): void {
    this.deleteHeadless(template);
    this.tree.delete(template);
  }
}
