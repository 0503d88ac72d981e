import { compareText } from '../../../common/compare_text.ts';
import { maySee } from '../../../common/api/caller.ts';
import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import type { ExpectationDocument, Sensitivity } from '../../../common/documents/expectation_document.ts';
import { MINUTE_MS } from '../../../common/minutes.ts';
import { withExpectation } from './merge_anomaly.ts';

/**
 * How much of its risk an anomaly keeps: about one band of severity less, or more. What is low in one service can so still be
 * told, where it is extreme, and nothing is hidden.
 */
const WEIGHTS: Readonly<Record<Sensitivity, number>> = { low: 2 / 3, high: 3 / 2 };

/** What is said of an anomaly is said of the template that it is of now. */
export type LiveOf = (template_id: string) => string;

/** When an expectation ends, milliseconds since the epoch: as it was said, or when it was taken back. */
export function endOf({ until, undone }: Pick<ExpectationDocument, 'until' | 'undone'>): number {
  return Math.min(...[until, undone].map((one) => (one === undefined ? Infinity : Date.parse(one))));
}

/**
 * Whether what an expectation names holds of the anomaly, whenever it was, apart from the value of a parameter: that is for
 * whoever can read lines to say.
 */
export function isAbout(
  { about, data_streams }: Pick<ExpectationDocument, 'about' | 'data_streams'>,
  anomaly: AnomalyDocument,
  liveOf: LiveOf,
): boolean {
  const { template_id, services, type } = about;
  const { template } = anomaly.log_ai;
  return (
    (template_id === undefined || (template !== undefined && liveOf(template.id) === liveOf(template_id))) &&
    (services === undefined || (anomaly.service !== undefined && services.includes(anomaly.service.name))) &&
    (type === undefined || anomaly.anomaly.type === type) &&
    // Nobody changes what is told of lines that they may not read.
    (data_streams === undefined || maySee({ data_streams }, anomaly.data_streams))
  );
}

/**
 * Whether an anomaly began and ended while the expectation was in force, by whole minutes: what began before was no part of it,
 * and what outlasts it is not expected any more. What goes on when the expectation is taken back was not expected either, nor what had ended
 * when it was said: in hindsight nobody was spared an alert.
 */
export function isWithin(
  expectation: Pick<ExpectationDocument, 'from' | 'until' | 'created' | 'undone'>,
  { anomaly: { first_seen, last_seen, found_status } }: AnomalyDocument,
): boolean {
  const first = Date.parse(first_seen);
  // Half-open: its last minute is the one before. One that is so short that it has none lies where it begins.
  const last = Math.max(first, Date.parse(last_seen) - MINUTE_MS);
  const goes_back =
    expectation.undone !== undefined &&
    (found_status === 'active' || Date.parse(last_seen) <= Date.parse(expectation.created));
  return !goes_back && first + MINUTE_MS > Date.parse(expectation.from) && last < endOf(expectation);
}

/** Those by which the anomaly is expected, the first that was said first; their parameters are still to be looked at. */
export function expectationsOf(
  anomaly: AnomalyDocument,
  { stated, liveOf }: { readonly stated: readonly ExpectationDocument[]; readonly liveOf: LiveOf },
): readonly ExpectationDocument[] {
  return stated
    .filter((one) => one.kind !== 'sensitivity' && isWithin(one, anomaly) && isAbout(one, anomaly, liveOf))
    .sort(inOrder);
}

/** The anomaly as it stands with what was said in advance, or without; what was said of it alone stays. */
export function expectedBy(
  anomaly: AnomalyDocument,
  expectation: ExpectationDocument | undefined,
): AnomalyDocument {
  const { status, expectation: said } = anomaly.anomaly;
  if (status === 'expected' && said?.id === undefined) return anomaly;
  if (!expectation) return withExpectation(anomaly, false);
  const { id, by, created: at } = expectation;
  if (said?.id === id) return anomaly;
  // When it changed says who writes it: the expectation may be older than the anomaly.
  const { event } = anomaly;
  return { ...withExpectation(anomaly, true, { ...(by !== undefined && { by }), at, id }), event };
}

/**
 * How severe an anomaly is in its service: as its detector says, weighted by the sensitivity that was in force when it began.
 * Of several the one that was said last counts.
 */
export function weighed(
  anomaly: AnomalyDocument,
  { stated, liveOf }: { readonly stated: readonly ExpectationDocument[]; readonly liveOf: LiveOf },
): AnomalyDocument {
  const first = Date.parse(anomaly.anomaly.first_seen);
  const said = stated
    .filter(
      (one) =>
        one.kind === 'sensitivity' &&
        first >= Date.parse(one.from) &&
        first < endOf(one) &&
        isAbout(one, anomaly, liveOf),
    )
    .sort(inOrder)
    .at(-1);
  if (said?.sensitivity === undefined) return anomaly;
  const { event, anomaly: found, ...rest } = anomaly;
  const weight = WEIGHTS[said.sensitivity];
  // One decimal, as scores have.
  const risk_score = Math.min(100, Math.round(event.risk_score * weight * 10) / 10);
  return {
    ...rest,
    event: { ...event, risk_score },
    record_score: risk_score,
    anomaly: { ...found, context: { ...found.context, sensitivity: said.sensitivity } },
  };
}

function inOrder(a: ExpectationDocument, b: ExpectationDocument): number {
  return compareText(a.created, b.created) || compareText(a.id, b.id);
}
