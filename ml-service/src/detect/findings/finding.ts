import type {
  AnomalyDocument,
  AnomalyStatus,
  AnomalyType,
} from '../../../../common/documents/anomaly_document.ts';
import type { AnomalyReason } from '../../../../common/documents/anomaly_reason.ts';
import type { Reference } from '../../../../common/documents/reference.ts';
import { reasonSentence } from '../../../../common/reason_text.ts';
import type { Level } from '../../../../common/levels.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import { type Subject, subjectKeyOf } from './subject.ts';

/** Something abnormal as a detector sees it. While it lasts, it is found again with the same start and a later `end`. */
export interface Finding {
  readonly type: AnomalyType;
  readonly subject: Subject;
  readonly template_id?: string;
  readonly service?: string;
  readonly request_id?: string;
  /** Its name in the template. */
  readonly parameter?: string;
  readonly level?: Level;
  /** Minutes since the epoch in which it happened, half-open: start ≤ minute < end. Windows show it longer. */
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
  /** How unusual the meaning of its template is, 0–100. */
  readonly semantic_score?: number;
  /** Why, for the engineer on call. */
  readonly reason: AnomalyReason;
  /** Of other sources than counts: lines that it was made of, and the templates besides its own that it quotes. */
  readonly evidence?: { readonly samples: readonly Reference[]; readonly quotes: readonly string[] };
  /** Numbers and names that explain the judgement. Never lines. */
  readonly context: AnomalyDocument['anomaly']['context'];
}

/** The last state of each finding, in the order in which they were first found. */
export function latestFindings(findings: Iterable<Finding>): readonly Finding[] {
  return [...new Map([...findings].map((finding) => [anomalyIdOf(finding), finding])).values()];
}

/** 64 bits: enough for records that are some hundred a day. */
const ID_DIGITS = 16;

/**
 * The id of an anomaly that is found for the first time: of what and when. With a million anomalies of a type two share an
 * id with a chance of 3 in 10⁸. One that is stored keeps its id, even where its start is another by now.
 *
 * @param finding.start - Minutes since the epoch.
 * @param finding.taken - How many ids of these were minted before, for what turned out to lie elsewhere in time.
 * @example
 * anomalyIdOf({ type: 'frequency', subject: { kind: 'error_share', service: 'checkout' }, start: 29922143 })
 * // 'frequency_' and 16 hexadecimal digits
 */
export function anomalyIdOf({
  type,
  subject,
  start,
  taken = 0,
}: Pick<Finding, 'type' | 'subject' | 'start'> & { readonly taken?: number }): string {
  const what = [type, subject.kind, subjectKeyOf(subject), start];
  const hash = murmur3(JSON.stringify(taken === 0 ? what : [...what, taken]));
  return `${type}_${hash.slice(0, ID_DIGITS)}`;
}

/** A finding's reason in English and UTC. */
export function sentenceOf({ reason }: Pick<Finding, 'reason'>): string {
  return reasonSentence(reason) ?? reason.code;
}
