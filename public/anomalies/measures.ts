import type { Anomaly } from '../../common/api.ts';
import { shareLevelsOf } from '../../common/shares.ts';
import { translate } from '../kibana/i18n.ts';
import { formatCount, formatRate, formatShare, formatValue } from '../quantities/format_quantity.ts';

/** What an anomaly is measured by, as people read it. */
export interface Measures {
  readonly typical: string;
  readonly actual: string;
}

/** Whether `typical` and `actual` of an anomaly are lines a minute. */
export function isRate({ anomaly, subject }: Anomaly): boolean {
  return (anomaly.type === 'frequency' || anomaly.type === 'drop') && !isShare({ subject });
}

/** Whether they are shares of the lines of a service. */
function isShare({ subject }: Pick<Anomaly, 'subject'>): boolean {
  return shareLevelsOf(subject.kind) !== undefined;
}

/** Whether it tells what was never seen before: `actual` are lines. */
export function isNew({ anomaly }: Anomaly): boolean {
  return anomaly.type === 'new_template' || anomaly.type === 'new_source';
}

/**
 * Typical and actual with their units: lines a minute for how often lines come, shares for errors and warnings, lines for new ones.
 *
 * @example
 * measuresOf(frequency) // { typical: '0.2/min', actual: '11.3/min' }
 */
export function measuresOf(anomaly: Anomaly): Measures {
  const { typical, actual } = anomaly;
  const write = isRate(anomaly) ? formatRate : isShare(anomaly) ? formatShare : plainly(anomaly);
  return {
    typical: typical === undefined ? '–' : write(typical),
    actual:
      actual === undefined
        ? '–'
        : anomaly.anomaly.type === 'sequence'
          ? translate('logAi.anomalies.measures.sessions', {
              defaultMessage: '{count, plural, one {# session} other {# sessions}}',
              values: { count: actual },
            })
          : isNew(anomaly) || isOfNames(anomaly)
            ? translate('logAi.anomalies.measures.lines', {
                defaultMessage: '{count, plural, one {# line} other {# lines}}',
                values: { count: actual },
              })
            : write(actual),
  };
}

/** Whether they are lines with a text that a parameter never had. */
function isOfNames({ anomaly }: Anomaly): boolean {
  return anomaly.reason?.code.startsWith('parameter_name') ?? false;
}

/** Three digits say what a value is; what it is a value of, its type and reason tell. */
function plainly({ anomaly }: Anomaly): (value: number) => string {
  return (value) => formatValue({ value, measure: anomaly.reason?.measure });
}

/**
 * A small probability as people can imagine it.
 *
 * @example
 * oddsText(0.0008) // '1 in 1,250'
 */
export function oddsText(probability: number): string {
  if (probability <= 0) return translate('logAi.anomalies.measures.never', { defaultMessage: 'never' });
  const count = formatCount(Math.max(1, Math.round(1 / probability)));
  return translate('logAi.anomalies.measures.odds', { defaultMessage: '1 in {count}', values: { count } });
}
