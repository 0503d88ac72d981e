import type { ParameterSummary } from '../../../common/analysis_report.ts';
import type { ParameterValue } from '../../../common/documents/log_document.ts';
import { numberOf } from '../../../common/parameter_number.ts';
import type { TemplateParameter } from '../../../common/documents/template_document.ts';
import { excerptOfLine } from './kept_lines.ts';

/** What is kept of parameters. */
export const PARAMETER_LIMITS = {
  /** Different values told apart for one parameter: beyond it, it is an id and its exact number says nothing. */
  values: 1000,
  /** For all parameters together: 100 MB of values. */
  all_values: 1_000_000,
  /** Characters of a value: longer ones are told apart by their beginning. */
  value_length: 200,
  examples: 3,
};

/** How many different values may still be kept, over all parameters. */
export interface ValueBudget {
  left: number;
}

/** The values of one parameter. */
export class ParameterTally {
  readonly #budget: ValueBudget;
  readonly #values = new Set<ParameterValue>();
  #is_bound = false;
  #min = Infinity;
  #max = -Infinity;

  constructor(budget: ValueBudget) {
    this.#budget = budget;
  }

  add(value: ParameterValue): void {
    const number = numberOf(value);
    if (number !== undefined) {
      this.#min = Math.min(this.#min, number);
      this.#max = Math.max(this.#max, number);
    }
    if (this.#values.has(value)) return;
    if (this.#values.size >= PARAMETER_LIMITS.values || this.#budget.left <= 0) {
      this.#is_bound = true;
      return;
    }
    const kept = typeof value === 'string' ? excerptOfLine(value, PARAMETER_LIMITS.value_length) : value;
    const before = this.#values.size;
    this.#values.add(kept);
    this.#budget.left -= this.#values.size - before;
  }

  /** Takes up what another tally saw. */
  merge(other: ParameterTally): void {
    for (const value of other.#values) this.add(value);
    this.#is_bound ||= other.#is_bound;
    this.#min = Math.min(this.#min, other.#min);
    this.#max = Math.max(this.#max, other.#max);
  }

  summary({ name, type, unit }: TemplateParameter): ParameterSummary {
    return {
      name,
      type,
      ...(unit && { unit }),
      distinct: this.#values.size,
      distinct_is_bound: this.#is_bound,
      examples: [...this.#values].slice(0, PARAMETER_LIMITS.examples),
      ...(this.#min > this.#max ? {} : { min: this.#min, max: this.#max }),
    };
  }
}
