import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import { joinDataStreams } from './origins.ts';

type Expectation = AnomalyDocument['anomaly']['expectation'];

function withStatus(
  { anomaly, ...document }: AnomalyDocument,
  status: AnomalyDocument['anomaly']['status'],
  said?: Expectation,
): AnomalyDocument {
  const { expectation: _before, ...rest } = anomaly;
  return { ...document, anomaly: { ...rest, status, ...(said && { expectation: said }) } };
}

/**
 * Joins what is stored of an anomaly with what a detector finds of it now: the finding counts, but that a person expected
 * it stays, and so does the moment of detection, which alert rules go by.
 */
export function mergeAnomaly(stored: AnomalyDocument, found: AnomalyDocument): AnomalyDocument {
  const data_streams = joinDataStreams(stored.data_streams, found.data_streams);
  const joined = joinLate(stored, {
    ...found,
    event: { ...found.event, created: stored.event.created },
    ...(data_streams && { data_streams: [...data_streams] }),
  });
  return stored.anomaly.status === 'expected'
    ? withStatus(joined, 'expected', stored.anomaly.expectation)
    : joined;
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
  if (expected) return withStatus(anomaly, 'expected', said);
  if (anomaly.anomaly.status !== 'expected') return anomaly;
  return withStatus(anomaly, anomaly.is_interim ? 'active' : 'resolved');
}
