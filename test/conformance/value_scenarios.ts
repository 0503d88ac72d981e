import { createRandom } from '../../demo/shop/random.ts';
import type { ParameterValues, ValueObservation } from '../../ml-service/src/detect/detector.ts';
import { INCIDENT } from './detector_scenarios.ts';

/** Values of one parameter over minutes relative to {@link INCIDENT}: numbers around a median, or names. */
export interface ValueSeries {
  readonly template_id: string;
  readonly parameter: string;
  readonly from: number;
  readonly to: number;
  readonly a_minute: number;
  readonly value?: (minute: number) => number;
  readonly name?: (minute: number, line: number) => number;
}

/** The minutes of some series, ascending. */
export function valuesOf(series: readonly ValueSeries[]): Pick<ValueObservation, 'minute' | 'parameters'>[] {
  const first = Math.min(...series.map(({ from }) => from));
  const end = Math.max(...series.map(({ to }) => to));
  return Array.from({ length: end - first }, (_, at) => ({
    minute: INCIDENT + first + at,
    parameters: series
      .filter(({ from, to }) => first + at >= from && first + at < to)
      .map((one, number) => minuteOf(one, { minute: first + at, number })),
  }));
}

function minuteOf(
  { template_id, parameter, a_minute, value, name }: ValueSeries,
  { minute, number }: { readonly minute: number; readonly number: number },
): ParameterValues {
  const random = createRandom([7, number, minute + 1000]);
  const lines = Array.from({ length: a_minute }, (_, line) => line);
  return {
    template_id,
    parameter,
    service: 'shop',
    kind: name ? 'names' : 'numbers',
    values: lines.map((line) => (name ? name(minute, line) : random.around(value!(minute), 0.2))),
    references: lines.map((line) => ({ _index: 'logs-shop', _id: `${number} ${minute} ${line}` })),
  };
}
