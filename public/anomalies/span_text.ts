import { translate } from '../kibana/i18n.ts';
import { formatDuration } from '../quantities/format_quantity.ts';
import type { Anomaly } from '../../common/api.ts';
import { isOngoing } from './place.ts';

/**
 * From one moment to another, a day that both have in common said once.
 *
 * @param from - As `TimeFormat.short` writes it, as is `to`.
 * @example
 * spanText('Jan 15, 14:06:00', 'Jan 15, 14:10:00') // 'Jan 15, 14:06:00 – 14:10:00'
 */
export function spanText(from: string, to: string): string {
  const day = /^.*, /.exec(from)?.[0] ?? '';
  const end = to.startsWith(day) ? to.slice(day.length) : to;
  return `${from} – ${end}`;
}

/** How long an anomaly takes or took. */
export function lengthOf(anomaly: Anomaly): string {
  const length = lengthText(anomaly.event);
  return isOngoing(anomaly)
    ? translate('logAi.anomalies.length.soFar', {
        defaultMessage: '{duration} so far',
        values: { duration: length },
      })
    : length;
}

/** How long an anomaly took. One that ends as it begins took less than the minute in which all is counted. */
export function lengthText({ start, end }: { readonly start: string; readonly end: string }): string {
  const ms = Date.parse(end) - Date.parse(start);
  return ms <= 0 ? '< 1 min' : formatDuration(ms);
}
