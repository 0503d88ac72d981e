import type { AnomalyDocument } from '../../../common/documents/anomaly_document.ts';
import { scoreBandOf } from '../../../common/score_bands.ts';

function withStatus(anomaly: AnomalyDocument, status: AnomalyDocument['anomaly']['status']): AnomalyDocument {
  return { ...anomaly, anomaly: { ...anomaly.anomaly, status } };
}

/** Whether what is stored was judged further than what is found now: older evidence changes nothing. */
export function isJudgedFurther(stored: AnomalyDocument, found: AnomalyDocument): boolean {
  return stored.anomaly.judged_until > found.anomaly.judged_until;
}

/**
 * Joins what is stored of an anomaly with what a detector finds of it now. What was judged further counts, so that a run
 * over older minutes never reopens it. That a person expected it stays, and so does the moment of detection, which alert
 * rules go by; that of the last rise into a higher band moves only with such a rise. Joining again changes nothing.
 */
export function mergeAnomaly(stored: AnomalyDocument, found: AnomalyDocument): AnomalyDocument {
  if (isJudgedFurther(stored, found)) return stored;
  const { '@timestamp': timestamp, event, anomaly } = stored;
  const rises = scoreBandOf(found.event.risk_score).from > scoreBandOf(event.risk_score).from;
  const joined: AnomalyDocument = {
    ...found,
    '@timestamp': timestamp,
    event: { ...found.event, start: event.start, created: event.created },
    anomaly: {
      ...found.anomaly,
      ...(anomaly.incident_id !== undefined && { incident_id: anomaly.incident_id }),
      ...(anomaly.status === 'expected' && { status: 'expected' }),
      raised: rises ? found.event.updated : anomaly.raised,
    },
  };
  if (contentOf(stored) !== contentOf(joined)) return joined;
  return { ...stored, anomaly: { ...stored.anomaly, judged_until: joined.anomaly.judged_until } };
}

/** All but when it was written, and how far it was judged: that is evidence for later writes, and no change of it. */
function contentOf({ event, anomaly, ...rest }: AnomalyDocument): string {
  const { updated: _updated, ...said } = event;
  const { judged_until: _judged_until, ...seen } = anomaly;
  return canonical({ ...rest, event: said, anomaly: seen });
}

/** JSON with the keys of each object in one order: what Elasticsearch returns has them as they were written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** The anomaly after a person said that it was expected, or took that back: then it is what its detector last said. */
export function withExpectation(anomaly: AnomalyDocument, expected: boolean): AnomalyDocument {
  if (expected) return withStatus(anomaly, 'expected');
  if (anomaly.anomaly.status !== 'expected') return anomaly;
  return withStatus(anomaly, anomaly.anomaly.found_status);
}
