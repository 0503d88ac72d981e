import { isDeepStrictEqual } from 'node:util';
import type { Client } from '@elastic/elasticsearch';
import type { EdgeDocument } from '../../../../../common/documents/edge_document.ts';
import type { RequestSampleDocument } from '../../../../../common/documents/request_sample_document.ts';
import { indexNameOf, INDICES } from '../../../../../common/indices.ts';
import { compareEdges } from '../../../correlate/course/edges.ts';
import type { CourseStore, EdgeSum, SampleQuery } from '../../../ports/courses.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { edgeRecordId, requestRecordId } from '../../../store/record_ids.ts';
import { BulkWriter } from '../bulk/bulk_writer.ts';
import { checkNoneRefused } from '../bulk/refused_records.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { type CompositeBucket, compositePages, type Reading, searchPages } from '../search/paging.ts';
import { allOf, comingFrom, inRange } from '../search/queries.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';

const PAGE_SIZE = 1000;
/** As of counts: each page reads every edge anew. */
const BUCKETS_A_PAGE = 50_000;

type CourseKind = 'edges' | 'request_samples';

/** What says which records of a range are replaced. */
const REPLACED_BY = { edges: '@timestamp', request_samples: 'event.end' } as const;

const SUMS = {
  calls: { sum: { field: 'calls' } },
  failures: { sum: { field: 'failures' } },
  retries: { sum: { field: 'retries' } },
  latency_sum: { sum: { field: 'latency_ms.sum' } },
  latency_max: { max: { field: 'latency_ms.max' } },
  share: { min: { field: 'share' } },
} as const;

/** `log-ai-edges` and `log-ai-request-samples`. */
export class ElasticsearchCourseStore implements CourseStore {
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

  writeEdges(range: TimeRange, edges: readonly EdgeDocument[]): Promise<void> {
    return this.replace('edges', range, new Map(edges.map((edge) => [edgeRecordId(edge), edge])));
  }

  async sumEdges({
    range,
    data_streams,
  }: Parameters<CourseStore['sumEdges']>[0]): Promise<readonly EdgeSum[]> {
    await this.checkSetUp();
    const pages = compositePages<keyof typeof SUMS>(this.reading('edges', 'add up who calls whom'), {
      query: allOf(inRange('@timestamp', range), ...comingFrom(data_streams)),
      sources: [
        { caller: { terms: { field: 'caller', missing_bucket: true } } },
        { callee: { terms: { field: 'callee' } } },
      ],
      page_size: BUCKETS_A_PAGE,
      aggs: SUMS,
    });
    const sums: EdgeSum[] = [];
    for await (const buckets of pages) sums.push(...buckets.map(sumOf));
    return sums.sort(compareEdges);
  }

  writeSamples(range: TimeRange, samples: readonly RequestSampleDocument[]): Promise<void> {
    const by_id = new Map(samples.map((sample) => [requestRecordId(sample.request_id), sample]));
    return this.replace('request_samples', range, by_id);
  }

  async readSamples(query: SampleQuery): Promise<readonly RequestSampleDocument[]> {
    const { range, size, path, outcomes = ['succeeded'], data_streams } = query;
    await this.checkSetUp();
    const pages = searchPages(this.reading('request_samples', 'read requests that succeeded'), {
      body: {
        query: allOf(
          inRange('@timestamp', range),
          { terms: { outcome: [...outcomes] } },
          ...(path ? [{ term: { 'path.service': path.service } }] : []),
          ...(path?.template_ids ? [{ terms: { 'path.template_id': [...path.template_ids] } }] : []),
          ...comingFrom(data_streams),
        ),
        sort: [{ '@timestamp': 'desc' }, { request_id: 'asc' }],
      },
      page_size: Math.min(PAGE_SIZE, size),
    });
    const samples: RequestSampleDocument[] = [];
    for await (const hits of pages) {
      samples.push(...hits.map(({ _source }) => _source as unknown as RequestSampleDocument));
      if (samples.length >= size) break;
    }
    return samples.slice(0, size);
  }

  /** Whoever wrote before may have been killed before searches saw it. What is the same is left as it is. */
  private async replace<Document extends EdgeDocument | RequestSampleDocument>(
    kind: CourseKind,
    range: TimeRange,
    documents: ReadonlyMap<string, Document>,
  ): Promise<void> {
    await this.checkSetUp();
    await this.refresh(kind);
    const writer = new BulkWriter(this.client, this.runtime);
    const left = new Map<string, Document>(documents);
    const pages = searchPages(this.reading(kind, `read ${kind}`), {
      body: { query: allOf(inRange(REPLACED_BY[kind], range)) },
      page_size: PAGE_SIZE,
    });
    for await (const hits of pages) {
      for (const { _index: index, _id, _source } of hits) {
        const id = _id!;
        const document = documents.get(id);
        if (!document || indexOf(kind, document) !== index) await writer.add({ action: 'delete', index, id });
        else if (isDeepStrictEqual(document, _source)) left.delete(id);
      }
    }
    for (const [id, document] of left)
      await writer.add({ action: 'index', index: indexOf(kind, document), id, document });
    const { dead_letters, written } = await writer.close();
    checkNoneRefused(kind, dead_letters);
    if (written > 0) await this.refresh(kind);
  }

  private async refresh(kind: CourseKind): Promise<void> {
    const index = INDICES[kind].name;
    await this.call(`refresh ${index}`, () =>
      this.client.indices.refresh({ index, ignore_unavailable: true }),
    );
  }

  private reading(kind: CourseKind, doing: string): Reading {
    return { client: this.client, call: this.call, indices: [INDICES[kind].name], doing };
  }
}

function indexOf(kind: CourseKind, { '@timestamp': time }: { readonly '@timestamp': string }): string {
  return indexNameOf(kind, Date.parse(time));
}

function sumOf({ key, ...numbers }: CompositeBucket<keyof typeof SUMS>): EdgeSum {
  const { caller, callee } = key;
  const value = (name: keyof typeof SUMS) => numbers[name]!.value;
  return {
    ...(caller !== null && { caller: String(caller) }),
    callee: String(callee),
    calls: value('calls'),
    failures: value('failures'),
    retries: value('retries'),
    latency_sum: value('latency_sum'),
    latency_max: value('latency_max'),
    share: value('share'),
  };
}
