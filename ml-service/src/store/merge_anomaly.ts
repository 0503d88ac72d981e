import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import { joinDataStreams } from './origins.ts';
import { scoreBandOf } from '../../../common/score_bands.ts';
import { canonical } from './canonical.ts';

type Expectation = AnomalyDocument['anomaly']['expectation'];

function withStatus(
  { anomaly, ...document }: AnomalyDocument,
  status: AnomalyDocument['anomaly']['status'],
  said?: Expectation,
): AnomalyDocument {
  const { expectation: _before, ...rest } = anomaly;
  return { ...document, anomaly: { ...rest, status, ...(said && { expectation: said }) } };
}

/** Whether what is stored was judged further than what is found now: older evidence changes nothing. ISO 8601. */
export function isJudgedFurther(stored: AnomalyDocument, judged_until: string): boolean {
  return stored.anomaly.judged_until > judged_until;
}

/**
 * Joins what is stored of an anomaly with what a detector finds of it now. What was judged further counts, so that a run
 * over older minutes never reopens it. That a person said of it that it was expected stays, and so does the moment of detection,
 * which alert rules go by; that of the last rise into a higher band moves only with such a rise. What was said in advance is
 * found anew each time. Joining again changes nothing.
 */
export function mergeAnomaly(stored: AnomalyDocument, found: AnomalyDocument): AnomalyDocument {
  if (isJudgedFurther(stored, found.anomaly.judged_until)) return stored;
  const { '@timestamp': timestamp, event, anomaly } = stored;
  const rises = scoreBandOf(found.event.risk_score).from > scoreBandOf(event.risk_score).from;
  const isSaid = anomaly.status === 'expected' && anomaly.expectation?.id === undefined;
  const { expectation: _advance, ...seen } = found.anomaly;
  const data_streams = joinDataStreams(stored.data_streams, found.data_streams);
  const joined = joinLate(stored, {
    ...found,
    '@timestamp': timestamp,
    event: { ...found.event, start: event.start, created: event.created },
    anomaly: {
      ...(isSaid ? seen : found.anomaly),
      ...(anomaly.incident_id !== undefined && { incident_id: anomaly.incident_id }),
      ...(isSaid && { status: 'expected' }),
      ...(isSaid && anomaly.expectation && { expectation: anomaly.expectation }),
      raised: rises ? found.event.updated : anomaly.raised,
    },
    ...(data_streams && { data_streams: [...data_streams] }),
  });
  if (contentOf(stored) !== contentOf(joined)) return joined;
  return { ...stored, anomaly: { ...stored.anomaly, judged_until: joined.anomaly.judged_until } };
}

/** All but when it was written, and how far it was judged: that is evidence for later writes, and no change of it. */
function contentOf({ event, anomaly, ...rest }: AnomalyDocument): string {
  const { updated: _updated, ...said } = event;
  const { judged_until: _judged_until, ...seen } = anomaly;
  return canonical({ ...rest, event: said, anomaly: seen });
}

/** What was found in time stays so, also when a backfill finds it once more. */
function joinLate(stored: AnomalyDocument, found: AnomalyDocument): AnomalyDocument {
  if (!found.is_late || stored.is_late) return found;
  const { is_late: _late, ...inTime } = found;
  return inTime;
}

/**
 * The anomaly after a person said that it was expected, or took that back: then it is what its detector last said.
 *
 * @param said - Who said so, and when; absent where it follows from what was said of its template.
 */
export function withExpectation(
  anomaly: AnomalyDocument,
  expected: boolean,
  said?: Expectation,
): AnomalyDocument {
  const { status, expectation } = anomaly.anomaly;
  // It stands so already, by what was said of it alone: what was said in advance may be taken back.
  const isSaid = status === 'expected' && expectation?.id === undefined;
  if (expected ? isSaid && said?.id === undefined : status !== 'expected') return anomaly;
  const changed = expected
    ? withStatus(anomaly, 'expected', said)
    : withStatus(anomaly, anomaly.anomaly.found_status);
  // Incidents follow what changed since they were told.
  return said ? { ...changed, event: { ...changed.event, updated: said.at } } : changed;
}
