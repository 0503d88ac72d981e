import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';

function withStatus(anomaly: AnomalyDocument, status: AnomalyDocument['anomaly']['status']): AnomalyDocument {
  return { ...anomaly, anomaly: { ...anomaly.anomaly, status } };
}

/**
 * Joins what is stored of an anomaly with what a detector finds of it now: the finding counts, but that a person expected
 * it stays, and so does the moment of detection, which alert rules go by.
 */
export function mergeAnomaly(stored: AnomalyDocument, found: AnomalyDocument): AnomalyDocument {
  const joined = joinLate(stored, { ...found, event: { ...found.event, created: stored.event.created } });
  return stored.anomaly.status === 'expected' ? withStatus(joined, 'expected') : joined;
}

/** What was found in time stays so, also when a backfill finds it once more. */
function joinLate(stored: AnomalyDocument, found: AnomalyDocument): AnomalyDocument {
  if (!found.is_late || stored.is_late) return found;
  const { is_late: _late, ...inTime } = found;
  return inTime;
}

/** The anomaly after a person said that it was expected, or took that back: then it is what its detector last said. */
export function withExpectation(anomaly: AnomalyDocument, expected: boolean): AnomalyDocument {
  if (expected) return withStatus(anomaly, 'expected');
  if (anomaly.anomaly.status !== 'expected') return anomaly;
  return withStatus(anomaly, anomaly.is_interim ? 'active' : 'resolved');
}
