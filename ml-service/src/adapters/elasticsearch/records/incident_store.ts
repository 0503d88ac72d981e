import type { Client, estypes } from '@elastic/elasticsearch';
import type { AnomalyDocument } from '../../../../../common/documents/anomaly_document.ts';
import type { IncidentDocument } from '../../../../../common/documents/incident_document.ts';
import type { RequestDocument } from '../../../../../common/documents/request_document.ts';
import { type IndexKind, INDICES } from '../../../../../common/indices.ts';
import { FAILED_SAMPLES, type FailedSample, type Failures } from '../../../incidents/evidence.ts';
import { mergeIncident } from '../../../incidents/incident_record.ts';
import type { ChangedAnomaly, IncidentQuery, IncidentStore } from '../../../ports/incidents.ts';
import type { Newest } from '../../../ports/records.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { requestRecordId } from '../../../store/record_ids.ts';
import { type Placed, writeJoined } from '../bulk/joined_write.ts';
import { checkNoneRefused } from '../bulk/refused_records.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { type DocumentPlace, readDocument, updateDocument } from '../client/guarded_document.ts';
import { allOf, anyOf, comingFrom, inRange, lacking, NOT_DEGRADED } from '../search/queries.ts';
import { filteredBy, searchFiltered } from '../search/filter_clause.ts';
import { compositePages, type Reading, searchPages, searchTop } from '../search/paging.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';
import { touching } from './anomaly_records.ts';

const PAGE_SIZE = 1000;
/** Minutes that are told at once. */
const MINUTES_AT_ONCE = 5000;
/** Places where requests break within a minute; those with most of them. */
const MOST_PLACES = 20;
const FIRST_ERROR = 'first_error.@timestamp';
const SAMPLED: readonly (keyof FailedSample)[] = [
  'request_id',
  'event',
  'services',
  'hops',
  'first_error',
  'break_point',
  'anomaly_id',
  'data_streams',
];

type Query = estypes.QueryDslQueryContainer;

/** Versions before 0.2 wrote anomalies of nothing in particular: those are of no incident. */
const OF_A_SUBJECT: Query = { exists: { field: 'subject.kind' } };

/** Where requests broke, each by one: in the service of the first error, else as their anomaly says, else where they stopped. */
const PLACES = [
  { time: FIRST_ERROR, place: 'first_error.service', which: [] },
  { time: 'event.end', place: 'anomaly_id', which: [lacking(FIRST_ERROR)] },
  {
    time: 'event.end',
    place: 'break_point.service',
    which: [lacking(FIRST_ERROR), lacking('anomaly_id')],
  },
] as const;

/** What the aggregation of failed requests answers. */
interface FailureMinutes {
  readonly minutes: {
    readonly buckets: readonly {
      readonly key: number;
      readonly places: {
        readonly buckets: readonly {
          readonly key: string;
          readonly doc_count: number;
          readonly samples: {
            readonly hits: { readonly hits: readonly { readonly _source: FailedSample }[] };
          };
        }[];
      };
    }[];
  };
}

/** `log-ai-incidents`, and the evidence in anomalies and failed requests. What is written can be read at once. */
export class ElasticsearchIncidentStore implements IncidentStore {
  private readonly client: Client;
  private readonly runtime: RetryRuntime;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;

  constructor(input: { client: Client; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.runtime = input.runtime ?? {};
    this.call = createCall(this.runtime);
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  async readChangedAnomalies({
    since,
    size,
    after,
  }: {
    since: number;
    size: number;
    after?: ChangedAnomaly | undefined;
  }): Promise<readonly ChangedAnomaly[]> {
    await this.checkSetUp();
    const begin = after ? later(after) : [writtenSince('event.updated', since)];
    const { hits } = await searchTop<AnomalyDocument>(this.reading('anomalies', 'read changed anomalies'), {
      body: {
        query: allOf(...begin, OF_A_SUBJECT),
        sort: [{ 'event.updated': 'asc' }, { 'event.id': 'asc' }],
      },
      size,
    });
    return hits.map(({ _source }) => ({ anomaly: _source!, updated: Date.parse(_source!.event.updated) }));
  }

  async readChangedFailures(since: number): Promise<readonly number[]> {
    const minutes: number[] = [];
    for await (const buckets of compositePages(this.reading('requests', 'find changed requests'), {
      query: allOf(writtenSince('event.created', since), { exists: { field: FIRST_ERROR } }),
      sources: [{ minute: { date_histogram: { field: FIRST_ERROR, fixed_interval: '1m' } } }],
      page_size: MINUTES_AT_ONCE,
    })) {
      minutes.push(...buckets.map(({ key }) => Number(key['minute'])));
    }
    return minutes;
  }

  async readAnomaliesIn(range: TimeRange): Promise<readonly AnomalyDocument[]> {
    return this.all<AnomalyDocument>('anomalies', [...touching(range), OF_A_SUBJECT]);
  }

  async readFailures(range: TimeRange): Promise<readonly Failures[]> {
    const found = await Promise.all(PLACES.map((one) => this.readFailuresBy(one, range)));
    return found.flat();
  }

  private async readFailuresBy(
    { time: field, place, which }: (typeof PLACES)[number],
    range: TimeRange,
  ): Promise<readonly Failures[]> {
    const { aggregations } = await this.call('read what failed', () =>
      this.client.search<never, FailureMinutes>({
        index: INDICES.requests.name,
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 0,
        track_total_hits: false,
        query: allOf(inRange(field, range), NOT_DEGRADED, ...which),
        aggs: {
          minutes: {
            date_histogram: { field, fixed_interval: '1m', min_doc_count: 1 },
            aggs: {
              places: {
                terms: { field: place, size: MOST_PLACES },
                aggs: {
                  samples: {
                    top_hits: { size: FAILED_SAMPLES, sort: [{ request_id: 'asc' }], _source: [...SAMPLED] },
                  },
                },
              },
            },
          },
        },
      }),
    );
    return (aggregations?.minutes.buckets ?? []).flatMap(({ key: time, places }) =>
      places.buckets.map(({ key: service, doc_count: count, samples }) => ({
        time,
        ...(field === FIRST_ERROR && { service }),
        count,
        samples: samples.hits.hits.map(({ _source }) => _source),
      })),
    );
  }

  readIncidentsAround({ from, to }: TimeRange, ids: readonly string[]): Promise<readonly IncidentDocument[]> {
    const around = allOf(
      { range: { 'event.start': { lte: to, format: 'epoch_millis' } } },
      { range: { 'event.end': { gte: from, format: 'epoch_millis' } } },
    );
    return this.all<IncidentDocument>('incidents', [anyOf(around, { terms: { 'event.id': [...ids] } })]);
  }

  async writeIncidents(incidents: readonly IncidentDocument[]): Promise<void> {
    await this.write('incidents', {
      documents: incidents.map((document) => ({
        index: INDICES.incidents.name,
        id: document.event.id,
        document,
      })),
      join: mergeIncident,
    });
  }

  async writeIncidentIds(incident_ids: ReadonlyMap<string, string>): Promise<void> {
    const ids = [...incident_ids.keys()];
    const documents: Placed<AnomalyDocument>[] = [];
    for (let at = 0; at < ids.length; at += PAGE_SIZE) {
      const { hits } = await searchTop<AnomalyDocument>(this.reading('anomalies', 'find anomalies'), {
        body: { query: { ids: { values: ids.slice(at, at + PAGE_SIZE) } } },
        size: PAGE_SIZE,
      });
      documents.push(
        ...hits.map(({ _index: index, _id: id, _source }) => ({
          index,
          id: id!,
          document: withIncident(_source!, incident_ids.get(id!)!),
        })),
      );
    }
    await this.write('anomalies', {
      documents,
      join: (stored, ours) => withIncident(stored, ours.anomaly.incident_id!),
    });
  }

  /** @throws LogAiError `not_set_up`: where no index can be, none found is no answer. */
  async readIncidents(query: IncidentQuery): Promise<Newest<IncidentDocument>> {
    await this.checkSetUp();
    const { size, offset = 0, sort = 'newest' } = query;
    const newest = { 'event.start': 'desc' as const };
    const worst = { 'event.risk_score': 'desc' as const };
    const { total, hits } = await searchFiltered(query, () =>
      searchTop<IncidentDocument>(this.reading('incidents', 'read incidents'), {
        body: {
          query: incidentQuery(query),
          sort: [...(sort === 'newest' ? [newest, worst] : [worst, newest]), { 'event.id': 'asc' }],
          from: offset,
        },
        size,
      }),
    );
    return { total, records: hits.map(({ _source }) => _source!) };
  }

  async readIncident(id: string): Promise<IncidentDocument | undefined> {
    await this.checkSetUp();
    return readDocument<IncidentDocument>(this.place(id));
  }

  /** @throws LogAiError `conflict` when others win five times in a row. */
  async updateIncident(
    id: string,
    change: (incident: IncidentDocument) => IncidentDocument,
  ): Promise<IncidentDocument | undefined> {
    await this.checkSetUp();
    return updateDocument<IncidentDocument>(this.place(id), (stored) => stored && change(stored));
  }

  async readEvidence(ids: readonly string[]): Promise<readonly AnomalyDocument[]> {
    if (ids.length === 0) return [];
    const { hits } = await searchTop<AnomalyDocument>(this.reading('anomalies', 'read the evidence'), {
      body: { query: { ids: { values: [...ids] } } },
      size: ids.length,
    });
    return hits.map(({ _source }) => _source!);
  }

  async readFailedRequests(request_ids: readonly string[]): Promise<readonly RequestDocument[]> {
    if (request_ids.length === 0) return [];
    const { hits } = await searchTop<RequestDocument>(this.reading('requests', 'read failed requests'), {
      body: {
        query: { ids: { values: request_ids.map(requestRecordId) } },
        sort: [{ [FIRST_ERROR]: 'asc' }, { request_id: 'asc' }],
      },
      size: request_ids.length,
    });
    return hits.map(({ _source }) => _source!);
  }

  private async write<T extends object>(
    kind: IndexKind,
    { documents, join }: { documents: readonly Placed<T>[]; join: (stored: T, ours: T) => T },
  ): Promise<void> {
    await this.checkSetUp();
    if (documents.length === 0) return;
    const index = INDICES[kind].name;
    const { client, call, runtime } = this;
    const isSame = (joined: T, stored: T) => joined === stored;
    const refused = await writeJoined({ client, call, runtime, documents, join, isSame });
    checkNoneRefused(kind, refused);
    await this.call(`refresh ${index}`, () => client.indices.refresh({ index, ignore_unavailable: true }));
  }

  private async all<T>(kind: IndexKind, filter: readonly Query[]): Promise<readonly T[]> {
    await this.checkSetUp();
    const found: T[] = [];
    const pages = searchPages(this.reading(kind, `read ${kind}`), {
      body: { query: allOf(...filter) },
      page_size: PAGE_SIZE,
    });
    for await (const hits of pages) found.push(...hits.map(({ _source }) => _source as T));
    return found;
  }

  private place(id: string): DocumentPlace {
    const { client, call } = this;
    return { client, call, index: INDICES.incidents.name, id, kind: 'incident' };
  }

  private reading(kind: IndexKind, doing: string): Reading {
    return { client: this.client, call: this.call, indices: [INDICES[kind].name], doing };
  }
}

function withIncident(document: AnomalyDocument, incident_id: string): AnomalyDocument {
  if (document.anomaly.incident_id === incident_id) return document;
  return { ...document, anomaly: { ...document.anomaly, incident_id } };
}

function writtenSince(field: 'event.updated' | 'event.created', since: number): Query {
  return { range: { [field]: { gte: since, format: 'epoch_millis' } } };
}

/** What comes after one, of one moment by its id. */
function later({ anomaly: { event } }: ChangedAnomaly): Query[] {
  const { updated, id } = event;
  return [
    anyOf(
      { range: { 'event.updated': { gt: updated } } },
      allOf({ term: { 'event.updated': updated } }, { range: { 'event.id': { gt: id } } }),
    ),
  ];
}

function incidentQuery({
  range,
  status,
  service,
  min_score = 0,
  ended_by,
  filter,
  data_streams,
}: IncidentQuery): Query {
  return allOf(
    lacking('incident.merged_into'),
    ...(range
      ? [
          { range: { 'event.start': { lt: range.to, format: 'epoch_millis' } } },
          { range: { 'event.end': { gte: range.from, format: 'epoch_millis' } } },
        ]
      : []),
    ...(status ? [{ term: { 'incident.status': status } }] : []),
    ...(service === undefined ? [] : [{ term: { 'incident.services': service } }]),
    ...(min_score > 0 ? [{ range: { 'event.risk_score': { gte: min_score } } }] : []),
    ...(ended_by === undefined
      ? []
      : [{ range: { 'event.end': { lte: ended_by, format: 'epoch_millis' } } }]),
    ...filteredBy(filter),
    ...comingFrom(data_streams),
  );
}
