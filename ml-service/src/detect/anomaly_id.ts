import type { AnomalyType } from '../../../common/documents/anomaly_document.ts';

const OFFSET_BASIS = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/** FNV-1a over UTF-8, 64 bits, as 16 hexadecimal digits: RFC 9923. Not for secrets. */
export function fnv1a64(text: string): string {
  let hash = OFFSET_BASIS;
  for (const byte of new TextEncoder().encode(text)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(16).padStart(16, '0');
}

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
  return `${type}_${fnv1a64(JSON.stringify([type, template_id, service, start]))}`;
}
