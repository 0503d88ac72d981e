import type {
  AnomalyDocument,
  AnomalyStatus,
  AnomalyType,
} from '../../../../common/documents/anomaly_document.ts';
import type { Level } from '../../../../common/levels.ts';
import { murmur3 } from '../../../../common/murmur3.ts';

/** Something abnormal as a detector sees it. While it lasts, it is found again with the same `id` and a later `end`. */
export interface Finding {
  /** See `anomalyIdOf`. */
  readonly id: string;
  readonly type: AnomalyType;
  readonly template_id: string;
  readonly service: string;
  readonly level?: Level;
  /** Minutes since the epoch, half-open: start ≤ minute < end. */
  readonly start: number;
  readonly end: number;
  /** `expired`: the data stopped before its end was seen. That one is `expected` is for people to say. */
  readonly status: Exclude<AnomalyStatus, 'expected'>;
  readonly typical: number;
  readonly actual: number;
  /** 0–1. */
  readonly probability?: number;
  /** 0–100, see `scores.ts`. */
  readonly record_score: number;
  readonly risk_score: number;
  /** One sentence for the engineer on call. */
  readonly reason: string;
  /** Numbers and names that explain the judgement. Never lines. */
  readonly context: AnomalyDocument['anomaly']['context'];
}

/** The last state of each finding, in the order in which they were first found. */
export function latestFindings(findings: Iterable<Finding>): readonly Finding[] {
  return [...new Map([...findings].map((finding) => [finding.id, finding])).values()];
}

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

/** A template on one line beside its numbers; the longest of public template sets that matter are shorter. */
const EXCERPT_LENGTH = 140;

/**
 * A template's text on one line, shortened at its end.
 *
 * @example
 * excerptOf('Failed to connect to <target>') // '"Failed to connect to <target>"'
 */
export function excerptOf(text: string): string {
  const characters = Array.from(text.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  const kept =
    characters.length <= EXCERPT_LENGTH ? characters : [...characters.slice(0, EXCERPT_LENGTH - 1), '…'];
  return `"${kept.join('')}"`;
}
