import type { TemplateColumn } from '../../../../common/documents/template_document.ts';

/** A template as far as a strategy looks at it. */
export interface Minable {
  readonly columns: readonly TemplateColumn[];
  /** Lines seen of it. */
  readonly line_count: number;
}

/** Templates that are one, two at least, and the columns of that one. */
export interface Union<T> {
  readonly templates: readonly T[];
  readonly columns: readonly TemplateColumn[];
}

/**
 * Decides online which templates are one. It is asked only for masked lines that no template fits; ids, versions,
 * parameters and the bound of the memory are the miner's own matter.
 */
export interface StreamingStrategy<T extends Minable> {
  readonly kind: 'streaming';
  /** Takes a template in: at first the masked columns of a line, after a restart also one with values. */
  insert(template: T): void;
  /**
   * What a template taken in is one with, itself included; undefined where it stands for itself. It is asked again
   * about what became of the union, until it says so.
   */
  unionOf(template: T): Union<T> | undefined;
  /** The template's columns are others now. */
  reshape(template: T): void;
  /** Forgets a template; one that it does not have changes nothing. */
  delete(template: T): void;
}

/** Decides which templates are one when it has all of them: until then each masked line is a template of its own. */
export interface BatchStrategy<T extends Minable> {
  readonly kind: 'batch';
  /**
   * @param templates - The oldest first.
   * @returns Unions, of which no two have a template in common.
   */
  unionsOf(templates: readonly T[]): Iterable<Union<T>>;
}

/** What tells miners apart. */
export type MiningStrategy<T extends Minable> = StreamingStrategy<T> | BatchStrategy<T>;
