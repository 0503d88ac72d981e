import { isDeepStrictEqual } from 'node:util';
import type { estypes } from '@elastic/elasticsearch';
import type { AnomalyDocument } from '../../../../../common/documents/anomaly_document.ts';
import { indexNameOf } from '../../../../../common/indices.ts';
import type { AnomalyQuery, Newest } from '../../../ports/records.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { mergeAnomaly, withExpectation } from '../../../store/merge_anomaly.ts';
import { updateDocument } from '../client/guarded_document.ts';
import { writeJoined } from '../bulk/joined_write.ts';
import { filteredBy, searchFiltered } from '../search/filter_clause.ts';
import { allOf, comingFrom, inRange } from '../search/queries.ts';
import { type Reading, searchTop } from '../search/paging.ts';
import type { RetryRuntime } from '../client/call.ts';

/** Writes what detectors found. @returns How many were refused. */
export function writeFoundAnomalies(options: {
  reading: Reading;
  runtime: RetryRuntime;
  anomalies: readonly AnomalyDocument[];
}): Promise<number> {
  const { reading, runtime, anomalies } = options;
  const last = new Map(anomalies.map((document) => [document.event.id, document]));
  return writeJoined({
    client: reading.client,
    call: reading.call,
    runtime,
    documents: [...last].map(([id, document]) => ({
      index: indexNameOf('anomalies', Date.parse(document.event.start)),
      id,
      document,
    })),
    join: mergeAnomaly,
    isSame: isDeepStrictEqual,
  });
}

/** What a person says of an anomaly. */
interface Expectation {
  readonly expected: boolean;
  readonly said?: AnomalyDocument['anomaly']['expectation'];
}

/** Newest first; of one moment the most abnormal first. */
export async function searchAnomalies(
  reading: Reading,
  query: AnomalyQuery,
): Promise<Newest<AnomalyDocument>> {
  const { total, hits } = await searchFiltered(query, () =>
    searchTop<AnomalyDocument>(reading, {
      body: { query: anomalyQuery(query), sort: [{ 'event.start': 'desc' }, { record_score: 'desc' }] },
      size: query.size,
    }),
  );
  return { total, records: hits.map(({ _source }) => _source!) };
}

export async function findAnomaly(
  reading: Reading,
  id: string,
): Promise<{ index: string; anomaly: AnomalyDocument } | undefined> {
  const { hits } = await searchTop<AnomalyDocument>(reading, {
    body: { query: { ids: { values: [id] } } },
    size: 1,
  });
  const [hit] = hits;
  return hit && { index: hit._index, anomaly: hit._source! };
}

/**
 * Writes what a person says of an anomaly, onto what is there at that moment.
 *
 * @throws LogAiError `conflict` when others win five times in a row.
 */
export async function writeExpectation(
  reading: Reading,
  { id, expected, said }: { id: string } & Expectation,
): Promise<AnomalyDocument | undefined> {
  const place = await findAnomaly(reading, id);
  if (!place) return undefined;
  const { client, call } = reading;
  return updateDocument<AnomalyDocument>(
    { client, call, index: place.index, id, kind: 'anomaly' },
    (stored) => stored && withExpectation(stored, expected, said),
  );
}

/** That by its minted minutes or by those known now an anomaly overlaps a range or borders on it. */
export function touching({ from, to }: TimeRange): estypes.QueryDslQueryContainer[] {
  const side = (fields: readonly string[], bound: estypes.QueryDslRangeQuery) => ({
    bool: { should: fields.map((field) => ({ range: { [field]: bound } })), minimum_should_match: 1 },
  });
  return [
    side(['event.start', 'anomaly.first_seen'], { lte: to, format: 'epoch_millis' }),
    side(['event.end', 'anomaly.last_seen'], { gte: from, format: 'epoch_millis' }),
  ];
}

function anomalyQuery(query: AnomalyQuery): estypes.QueryDslQueryContainer {
  const { range, min_score = 0, min_risk = 0, service, template_ids, type, status, severity } = query;
  const afterBegin = { range: { 'event.end': { gt: range.from, format: 'epoch_millis' } } };
  const beforeEnd = { range: { 'event.start': { lt: range.to, format: 'epoch_millis' } } };
  return allOf(
    beforeEnd,
    // What begins in the range touches it, even where it ends as it begins.
    { bool: { should: [afterBegin, inRange('event.start', range)], minimum_should_match: 1 } },
    ...(min_score > 0 ? [{ range: { record_score: { gte: min_score } } }] : []),
    ...(min_risk > 0 ? [{ range: { 'event.risk_score': { gte: min_risk } } }] : []),
    ...(service === undefined ? [] : [{ term: { 'service.name': service } }]),
    ...(template_ids ? [{ terms: { 'log_ai.template.id': [...template_ids] } }] : []),
    ...(type ? [{ term: { 'anomaly.type': type } }] : []),
    ...(status ? [{ term: { 'anomaly.status': status } }] : []),
    ...(severity ? [{ term: { 'log_ai.severity.label': severity } }] : []),
    ...filteredBy(query.filter),
    ...comingFrom(query.data_streams),
  );
}
