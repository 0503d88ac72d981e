/** How well templates were found, as shares of 1. */
export interface Scores {
  /** Grouping accuracy: lines whose group is exactly the group of the ground truth. */
  readonly GA: number;
  /** F1 of the groups that are exactly those of the ground truth. */
  readonly FGA: number;
  /** Parsing accuracy: lines whose template is that of the ground truth, character by character. */
  readonly PA: number;
  /** F1 of the templates of which every line has that template in the ground truth, too. */
  readonly FTA: number;
}

/** What stands for a value in a template of the ground truth. */
export const SLOT = '<*>';

/** What Python's `str.split()` takes for white space: as `\s`, with four separators and NEL, without the BOM. */
const WHITE_SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The text with each run of white space as one blank, and none at the ends. */
export function collapse(text: string): string {
  return text
    .split(WHITE_SPACE)
    .filter((word) => word !== '')
    .join(' ');
}

function countOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** Which texts of `to` stand beside each text of `from`. */
function partnersOf(from: readonly string[], to: readonly string[]): Map<string, Set<string>> {
  const partners = new Map<string, Set<string>>();
  from.forEach((text, index) => {
    const found = partners.get(text) ?? new Set();
    partners.set(text, found.add(to[index]!));
  });
  return partners;
}

const f1 = (precision: number, recall: number) =>
  precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);

/**
 * Scores templates by the definitions of loghub-2.0 (Jiang et al., "A Large-Scale Evaluation for Log Parsing Techniques:
 * How Far Are We?", ISSTA 2024). Groups are made by the text of the template on both sides, so that two clusters of one
 * text are one group; white space is collapsed first. For FTA a predicted template counts when all of its lines have it in
 * the ground truth; it need not have all lines of that template.
 *
 * @param options.truth - The template of each line by the ground truth.
 * @param options.predicted - The template that each line was given; as many as `truth`.
 */
export function score(options: { truth: readonly string[]; predicted: readonly string[] }): Scores {
  const truth = options.truth.map(collapse);
  const predicted = options.predicted.map(collapse);
  if (truth.length === 0 || truth.length !== predicted.length)
    throw new RangeError(`${truth.length} templates of the ground truth, ${predicted.length} predicted`);
  const true_counts = countOf(truth);
  const predicted_counts = countOf(predicted);
  let lines_in_exact_groups = 0;
  let exact_groups = 0;
  for (const [template, found] of partnersOf(truth, predicted)) {
    const [only] = found;
    const count = true_counts.get(template)!;
    if (found.size > 1 || predicted_counts.get(only!) !== count) continue;
    lines_in_exact_groups += count;
    exact_groups += 1;
  }
  let exact_templates = 0;
  for (const [template, found] of partnersOf(predicted, truth)) {
    if (found.size === 1 && found.has(template)) exact_templates += 1;
  }
  const equal_lines = truth.filter((template, index) => template === predicted[index]).length;
  return {
    GA: lines_in_exact_groups / truth.length,
    FGA: f1(exact_groups / predicted_counts.size, exact_groups / true_counts.size),
    PA: equal_lines / truth.length,
    FTA: f1(exact_templates / predicted_counts.size, exact_templates / true_counts.size),
  };
}

/** The mean of each figure over the systems. */
export function meanScores(scores: readonly Scores[]): Scores {
  const mean = (figure: keyof Scores) => scores.reduce((sum, each) => sum + each[figure], 0) / scores.length;
  return { GA: mean('GA'), FGA: mean('FGA'), PA: mean('PA'), FTA: mean('FTA') };
}
