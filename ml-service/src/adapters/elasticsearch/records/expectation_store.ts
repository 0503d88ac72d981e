import type { Client, estypes } from '@elastic/elasticsearch';
import type { ExpectationDocument } from '../../../../../common/documents/expectation_document.ts';
import { INDICES } from '../../../../../common/indices.ts';
import type { ExpectationStore, Suppressed } from '../../../ports/expectations.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { type DocumentPlace, readDocument, updateDocument } from '../client/guarded_document.ts';
import { type Reading, searchPages, searchTop } from '../search/paging.ts';
import { allOf, anyOf, comingFrom, lacking } from '../search/queries.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';

const INDEX = INDICES.expectations.name;
const PAGE_SIZE = 1000;

type Query = estypes.QueryDslQueryContainer;

/** `log-ai-expectations`; what each suppressed is read off the anomalies that name it. */
export class ElasticsearchExpectationStore implements ExpectationStore {
  private readonly client: Client;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;

  constructor(input: { client: Client; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.call = createCall(input.runtime);
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  read(id: string): Promise<ExpectationDocument | undefined> {
    return readDocument<ExpectationDocument>(this.place(id));
  }

  /** @throws LogAiError `conflict` when others win five times in a row; what `change` throws. */
  async update(
    id: string,
    change: (stored: ExpectationDocument | undefined) => ExpectationDocument | undefined,
  ): Promise<ExpectationDocument | undefined> {
    await this.checkSetUp();
    return updateDocument<ExpectationDocument>(this.place(id), change);
  }

  async inForce({ from, to }: TimeRange): Promise<readonly ExpectationDocument[]> {
    await this.checkSetUp();
    const found: ExpectationDocument[] = [];
    const query = allOf({ range: { from: { lt: to, format: 'epoch_millis' } } }, notOver(from));
    for await (const hits of searchPages(this.reading(), { body: { query }, page_size: PAGE_SIZE }))
      found.push(...hits.map(({ _source }) => _source as unknown as ExpectationDocument));
    return found;
  }

  async newest({
    state,
    now,
    size,
  }: Parameters<ExpectationStore['newest']>[0]): ReturnType<ExpectationStore['newest']> {
    await this.checkSetUp();
    const { total, hits } = await searchTop<ExpectationDocument>(this.reading(), {
      body: {
        query: state === 'all' ? { match_all: {} } : notOver(now),
        sort: [{ created: 'desc' }, { id: 'asc' }],
      },
      size,
    });
    return { total, expectations: hits.map(({ _source }) => _source!) };
  }

  async suppressed(
    ids: readonly string[],
    data_streams?: readonly string[],
  ): Promise<ReadonlyMap<string, Suppressed>> {
    if (ids.length === 0) return new Map();
    const answer = await this.call('count what was expected', () =>
      this.client.search<
        never,
        { by: { buckets: { key: string; doc_count: number; last: { value: number } }[] } }
      >({
        index: INDICES.anomalies.name,
        ignore_unavailable: true,
        allow_partial_search_results: false,
        size: 0,
        track_total_hits: false,
        query: allOf({ terms: { 'anomaly.expectation.id': [...ids] } }, ...comingFrom(data_streams)),
        aggs: {
          by: {
            terms: { field: 'anomaly.expectation.id', size: ids.length },
            aggs: { last: { max: { field: 'anomaly.last_seen' } } },
          },
        },
      }),
    );
    return new Map(
      (answer.aggregations?.by.buckets ?? []).map(({ key, doc_count, last }) => [
        key,
        { count: doc_count, last_seen: new Date(last.value).toISOString() },
      ]),
    );
  }

  private place(id: string): DocumentPlace {
    return { client: this.client, call: this.call, index: INDEX, id, kind: 'expectation' };
  }

  private reading(): Reading {
    return { client: this.client, call: this.call, indices: [INDEX], doing: 'read the expectations' };
  }
}

/** In force or planned: neither its end nor that it was taken back lies before the moment, or in it. */
function notOver(moment: number): Query {
  return allOf(
    ...(['until', 'undone'] as const).map((field) =>
      anyOf(lacking(field), { range: { [field]: { gt: moment, format: 'epoch_millis' } } }),
    ),
  );
}
