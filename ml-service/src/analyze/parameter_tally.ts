import type { ParameterSummary } from '../../../common/analysis_report.ts';
import type { ParameterValue } from '../../../common/documents/log_document.ts';
import { numberOf } from '../../../common/parameter_number.ts';
import type { TemplateParameter } from '../../../common/documents/template_document.ts';
import { excerptOfLine } from './kept_lines.ts';
import type { ValuePlace, ValueSamples } from './value_samples.ts';

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
  /** Values by minute, where they are judged. */
  readonly samples: ValueSamples | undefined;
  readonly #values = new Set<ParameterValue>();
  #is_bound = false;
  #min = Infinity;
  #max = -Infinity;

  constructor(budget: ValueBudget, samples?: ValueSamples) {
    this.#budget = budget;
    this.samples = samples;
  }

  /** @param place - Where it stands; absent where nobody knows when that was. */
  add(value: ParameterValue, place?: ValuePlace): void {
    if (place) this.samples?.add(value, place);
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
    if (other.samples) this.samples?.merge(other.samples);
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
