import type { AnomalyType } from '../../../../common/documents/anomaly_document.ts';
import { murmur3 } from '../../../../common/murmur3.ts';

/** 64 bits: enough for records that are some hundred a day. */
const ID_DIGITS = 16;

/**
 * The id of an anomaly, from what and when: finding it again gives the same id, so that writing it updates it. With a
 * million anomalies of a type two share an id with a chance of 3 in 10⁸.
 *
 * @param start - Minutes since the epoch.
 * @example
 * anomalyIdOf({ type: 'frequency', template_id: 't1', service: 'checkout', start: 29922143 })
 * // 'frequency_' and 16 hexadecimal digits
 */
export function anomalyIdOf({
  type,
  template_id,
  service,
  start,
}: {
  readonly type: AnomalyType;
  readonly template_id: string;
  readonly service: string;
  readonly start: number;
}): string {
  return `${type}_${murmur3(JSON.stringify([type, template_id, service, start])).slice(0, ID_DIGITS)}`;
}
