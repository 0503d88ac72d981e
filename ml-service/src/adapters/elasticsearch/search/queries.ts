import type { estypes } from '@elastic/elasticsearch';
import { SeverityLabel } from '../../../../../common/levels.ts';
import type { StaleLabels } from '../../../ports/logs.ts';
import type { TimeRange } from '../../../ports/time.ts';
import type { MinuteWindow } from '../../../store/minute_windows.ts';
import { timeOfMinute } from '../../../../../common/minutes.ts';

type Query = estypes.QueryDslQueryContainer;

/** Lines with which a request has failed. */
const FAILURES = [SeverityLabel.enum.error, SeverityLabel.enum.critical];

/** Documents whose `field` lies in the half-open range. */
export function inRange(field: '@timestamp' | 'event.ingested' | 'event.start', range: TimeRange): Query {
  return { range: { [field]: { gte: range.from, lt: range.to, format: 'epoch_millis' } } };
}

/** Documents of whole minutes by `@timestamp`. */
export function inMinutes({ first, last }: MinuteWindow): Query {
  return inRange('@timestamp', { from: timeOfMinute(first), to: timeOfMinute(last + 1) });
}

/** Documents that never went through the pipeline. */
export const UNLABELLED: Query = { bool: { must_not: { exists: { field: 'log_ai.parse.status' } } } };

/** Documents of templates that were edited since they were labelled. */
export function staleDocuments({ template_ids, before_generation }: StaleLabels): Query {
  return allOf(
    { terms: { 'log_ai.template.id': [...template_ids] } },
    { range: { 'log_ai.generation': { lt: before_generation } } },
  );
}

export const UNKNOWN: Query = { term: { 'log_ai.parse.status': 'unknown' } };
export const LABELLED: Query = { exists: { field: 'log_ai.template.id' } };
export const FAILED: Query = {
  bool: {
    filter: [{ exists: { field: 'log_ai.request_id' } }, { terms: { 'log_ai.severity.label': FAILURES } }],
  },
};

/** Documents that meet all conditions; no score is computed. */
export function allOf(...filter: readonly Query[]): Query {
  return { bool: { filter: [...filter] } };
}
