import { commonColumns, isWordColumn } from '../mining/strategies/alignment.ts';
import { columnText, isMany, isValueColumn } from '../template/template.ts';
import type { LearnedTemplate } from '../mining/template_miner.ts';

/** How a value stands in what a language model reads and writes. */
export const PLACEHOLDER = '<*>';

/** Templates of few lines that look like one event with values that no mask knows. */
export interface PoorCase {
  /** The id of the oldest: it stays while the case grows. */
  readonly key: string;
  /** The oldest first. */
  readonly templates: readonly LearnedTemplate[];
}

const LIMITS = {
  /** A template of more lines is a kind of its own: nobody logs the same value of thousands four times by chance. */
  few_lines: 3,
  /** Two templates may well be two events. */
  least_templates: 3,
  /** Share of the words in common: with less, what is left of a template says nothing. */
  similarity: 0.5,
  /** Cases under the same first word that a template is compared with. */
  compared: 64,
  /** Templates of a case: the model gets fewer, and what it proposes is tried on all of them. */
  templates: 200,
};

/**
 * What a model gets of a template: its words, and a placeholder for each column that is values. Values themselves are not
 * in a template, so none can leave.
 *
 * @example
 * sampleOf(['user', 'Ann', 'left', 'after', '\u0001 ms']) // 'user Ann left after <*>'
 */
export function sampleOf({ columns }: Pick<LearnedTemplate, 'columns'>): string {
  return columns
    .map((column) => {
      const text = columnText(column);
      return isValueColumn(text) ? PLACEHOLDER : text.replaceAll('\u0001', PLACEHOLDER);
    })
    .join(' ');
}

/** The share of words that two templates have in common, of the one with more. */
function similarityOf(a: LearnedTemplate, b: LearnedTemplate): number {
  const words = (template: LearnedTemplate) => template.columns.filter(isWordColumn).length;
  const common = commonColumns(a.columns, b.columns).filter(([place]) => isWordColumn(a.columns[place]!));
  return common.length / Math.max(words(a), words(b));
}

/**
 * Templates that no miner handles well: many of few lines each, alike but for words, as where values are names or have
 * several words. The largest cases come first.
 *
 * @param templates - The oldest first.
 */
export function findPoorlyMined(templates: readonly LearnedTemplate[]): PoorCase[] {
  const byFirstWord = new Map<string, LearnedTemplate[][]>();
  for (const template of templates) {
    const first = template.columns.find(isWordColumn);
    if (first === undefined || template.line_count > LIMITS.few_lines) continue;
    if (template.columns.some(isMany)) continue;
    const cases = byFirstWord.get(first) ?? [];
    byFirstWord.set(first, cases);
    const alike = cases
      .slice(-LIMITS.compared)
      .find((members) => similarityOf(members[0]!, template) >= LIMITS.similarity);
    if (!alike) cases.push([template]);
    else if (alike.length < LIMITS.templates) alike.push(template);
  }
  return [...byFirstWord.values()]
    .flat()
    .filter((members) => members.length >= LIMITS.least_templates)
    .sort((a, b) => b.length - a.length || (a[0]!.id < b[0]!.id ? -1 : 1))
    .map((members) => ({ key: members[0]!.id, templates: members }));
}
