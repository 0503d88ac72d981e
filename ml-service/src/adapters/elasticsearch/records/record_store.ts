import { setImmediate } from 'node:timers/promises';
import type { Client, estypes } from '@elastic/elasticsearch';
import type { AnomalyDocument, AnomalyType } from '../../../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../../../common/documents/request_document.ts';
import type { TemplateLabel } from '../../../../../common/documents/template_label.ts';
import type { TemplateCountDocument } from '../../../../../common/documents/template_count_document.ts';
import type { CountSplit, RequestCount } from '../../../../../common/api.ts';
import { LogAiError } from '../../../../../common/errors.ts';
import { dataStreamOf } from '../../../../../common/data_streams.ts';
import { type IndexKind, indexNameOf, INDICES } from '../../../../../common/indices.ts';
import { normalizeLevel } from '../../../../../common/level_spelling.ts';
import { forEachRow, inSlices, isStepEnd, ROWS_A_STEP } from '../../../parse/in_slices.ts';
import type { FoundRequestId } from '../../../ports/logs.ts';
import type {
  AnomalyQuery,
  CountFilter,
  Coverage,
  FoundRequests,
  Newest,
  RecordStore,
  RequestQuery,
  StoredMinutes,
  StoredRecord,
} from '../../../ports/records.ts';
import type { TimeRange } from '../../../ports/time.ts';
import type { LineCount } from '../../../store/count_series.ts';
import type { CountedLines } from '../../../store/counted_lines.ts';
import { windowsOf } from '../../../store/minute_windows.ts';
import { countRecordId, requestRecordId } from '../../../store/record_ids.ts';
import {
  findAnomaly,
  searchAnomalies,
  touching,
  writeExpectation,
  writeFoundAnomalies,
} from './anomaly_records.ts';
import type { BulkOperation, WriteGuard } from '../bulk/bulk_operation.ts';
import { type BulkCounters, BulkWriter } from '../bulk/bulk_writer.ts';
import { checkNoneRefused } from '../bulk/refused_records.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { intervalsWithCounts, streamsWithCounts, sumByStatus, sumCountDocuments } from './count_sums.ts';
import { allOf, inMinutes, inRange } from '../search/queries.ts';
import { type Reading, searchPages, searchTop } from '../search/paging.ts';
import {
  countRequests,
  formerPlaces,
  searchAnomaliesOf,
  searchInterim,
  searchRecentIds,
  searchRequests,
  writeFailedRequests,
} from './request_records.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';
import { minuteOf, timeOfMinute } from '../../../../../common/minutes.ts';

/** A page of counts is taken apart in some 20 ms. */
const PAGE_SIZE = 5000;
/** Elasticsearch takes 65,536 terms; a thousand keys are at most 256 kB. */
const KEYS_AT_ONCE = 1000;
const DAY_MINUTES = 1440;
/** The level of lines that state none: a missing value could not be grouped by. */
const NO_LEVEL = 'NONE';

/** Counts, anomalies and failed requests in Elasticsearch. What is written can be read at once. */
export class ElasticsearchRecordStore implements RecordStore {
  private readonly client: Client;
  private readonly source: string;
  private readonly runtime: RetryRuntime;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;

  /** @param input.source - Who counts: `cluster` (the default) or a stream partition. It replaces only its own counts. */
  constructor(input: { client: Client; source?: string; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.source = input.source ?? 'cluster';
    this.runtime = input.runtime ?? {};
    this.call = createCall(this.runtime);
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  async readMinutes(minutes: readonly number[]): Promise<StoredMinutes> {
    // Whoever wrote them last may have been killed before searches saw it.
    await this.refresh('template_counts');
    const records = new Map<string, StoredRecord>();
    const rows: CountedLines[] = [];
    for (const window of windowsOf(minutes, DAY_MINUTES)) {
      const pages = searchPages(this.reading('template_counts', 'read counts'), {
        body: { query: allOf(inMinutes(window), this.isOwn), seq_no_primary_term: true },
        page_size: PAGE_SIZE,
      });
      for await (const hits of pages) {
        for (const hit of hits) {
          const row = countOf(hit._source as unknown as TemplateCountDocument);
          rows.push(row);
          const state = { seq_no: hit._seq_no!, primary_term: hit._primary_term! };
          records.set(hit._id!, { index: hit._index, count: row.count, ...state });
        }
      }
    }
    return { rows, records };
  }

  async writeCounts(
    before: StoredMinutes,
    counts: readonly CountedLines[],
    labelOf: (template_id: string) => TemplateLabel | undefined = () => undefined,
  ): Promise<void> {
    const records = new Map<string, ReturnType<ElasticsearchRecordStore['countRecord']>>();
    const join = forEachRow(counts, (counted) => {
      const record = this.countRecord(counted, labelOf);
      const same = records.get(record.id);
      if (same) same.document.count += counted.count;
      else records.set(record.id, record);
    });
    await inSlices(join, () => setImmediate());
    const gone = new Map(before.records);
    const operations: BulkOperation[] = [];
    const compare = forEachRow(records.values(), (record) => {
      const stored = gone.get(record.id);
      gone.delete(record.id);
      // An unchanged count costs nothing; writing it again would cost four times a new document.
      if (!stored) operations.push({ action: 'create', ...record });
      else if (stored.count !== record.document.count)
        operations.push({ action: 'index', ...record, ...guardOf(stored) });
    });
    await inSlices(compare, () => setImmediate());
    for (const [id, stored] of gone)
      operations.push({ action: 'delete', index: stored.index, id, ...guardOf(stored) });
    const { conflicts, already_there } = await this.write('template_counts', operations);
    if (conflicts + already_there === 0) return;
    throw new LogAiError('conflict', 'Another process counted the same minutes: they are counted again.', {
      details: { counts: conflicts + already_there },
    });
  }

  async readCounts(from_minute: number, to_minute: number): Promise<readonly CountedLines[]> {
    const range = { from: timeOfMinute(from_minute), to: timeOfMinute(to_minute) };
    const body = { query: inRange('@timestamp', range) };
    const counts: CountedLines[] = [];
    for await (const hits of searchPages(this.reading('template_counts', 'read counts'), {
      body,
      page_size: PAGE_SIZE,
    })) {
      counts.push(...hits.map(({ _source }) => countOf(_source as unknown as TemplateCountDocument)));
    }
    return counts;
  }

  async coverage(range: TimeRange, data_streams?: readonly string[]): Promise<Coverage> {
    const by_status = await sumByStatus(this.reading('template_counts', 'measure the coverage'), {
      range,
      data_streams,
    });
    return { total: Object.values(by_status).reduce((sum, count) => sum + count, 0), by_status };
  }

  sumLines(
    query: CountFilter & { split: readonly CountSplit[]; interval_ms?: number },
  ): Promise<readonly LineCount[]> {
    return sumCountDocuments(this.reading('template_counts', 'sum up counts'), query);
  }

  dataStreamsOf(options: { service: string; range: TimeRange }): Promise<readonly string[]> {
    return streamsWithCounts(
      this.reading('template_counts', 'find where the lines of a service lie'),
      options,
    );
  }

  countedIntervals(
    options: Pick<CountFilter, 'range' | 'data_streams'> & { interval_ms: number },
  ): Promise<readonly number[]> {
    return intervalsWithCounts(this.reading('template_counts', 'find when lines were counted'), options);
  }

  async writeAnomalies(anomalies: readonly AnomalyDocument[]): Promise<void> {
    await this.checkSetUp();
    if (anomalies.length === 0) return;
    const reading = this.reading('anomalies', 'write anomalies');
    await this.settle('anomalies', await writeFoundAnomalies({ reading, runtime: this.runtime, anomalies }));
  }

  /** @throws LogAiError `not_set_up`: where no index can be, none found is no answer. */
  async readAnomalies(query: AnomalyQuery): Promise<Newest<AnomalyDocument>> {
    await this.checkSetUp();
    return searchAnomalies(this.reading('anomalies', 'read anomalies'), query);
  }

  async readAnomaliesOf(options: {
    subject_keys: readonly string[];
    range: TimeRange;
  }): Promise<readonly AnomalyDocument[]> {
    const { subject_keys, range } = options;
    const found: AnomalyDocument[] = [];
    for (let at = 0; at < subject_keys.length; at += KEYS_AT_ONCE) {
      const keys = subject_keys.slice(at, at + KEYS_AT_ONCE);
      found.push(...(await this.allAnomalies([{ terms: { 'subject.key': keys } }, ...touching(range)])));
    }
    return found;
  }

  readOpenAnomalies(types: readonly AnomalyType[]): Promise<readonly AnomalyDocument[]> {
    return this.allAnomalies([
      { term: { 'anomaly.found_status': 'active' } },
      { terms: { 'anomaly.type': [...types] } },
    ]);
  }

  async readAnomaly(id: string): Promise<AnomalyDocument | undefined> {
    return (await findAnomaly(this.reading('anomalies', 'read an anomaly'), id))?.anomaly;
  }

  expectAnomaly(
    id: string,
    expected: boolean,
    said?: AnomalyDocument['anomaly']['expectation'],
  ): Promise<AnomalyDocument | undefined> {
    const reading = this.reading('anomalies', 'find an anomaly');
    return writeExpectation(reading, { id, expected, ...(said && { said }) });
  }

  async writeRequests(requests: readonly RequestDocument[]): Promise<void> {
    await this.checkSetUp();
    if (requests.length === 0) return;
    const reading = this.reading('requests', 'write failed requests');
    const refused = await writeFailedRequests({ reading, runtime: this.runtime, requests });
    await this.write('requests', requests.flatMap(formerPlaces));
    await this.settle('requests', refused);
  }

  /** @throws LogAiError `not_set_up`, as {@link readAnomalies}. */
  async readRequests(query: RequestQuery): Promise<FoundRequests> {
    await this.checkSetUp();
    return searchRequests(this.reading('requests', 'read failed requests'), query);
  }

  /** @throws LogAiError `not_set_up`, as {@link readAnomalies}. */
  async countRequests(query: Omit<RequestQuery, 'size'>): Promise<readonly RequestCount[]> {
    await this.checkSetUp();
    return countRequests(this.reading('requests', 'count failed requests'), query);
  }

  async recentRequestIds(since: number): Promise<readonly string[]> {
    await this.checkSetUp();
    return searchRecentIds(this.reading('requests', 'find recent requests'), since);
  }

  async interimRequests(since: number): Promise<readonly FoundRequestId[]> {
    await this.checkSetUp();
    return searchInterim(this.reading('requests', 'find requests to decide anew'), since);
  }

  async anomaliesOfRequests(
    request_ids: readonly string[],
    data_streams?: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    await this.checkSetUp();
    const reading = this.reading('requests', 'find the anomalies of requests');
    return searchAnomaliesOf(reading, { request_ids, data_streams });
  }

  async deleteRequests(request_ids: readonly string[]): Promise<void> {
    if (request_ids.length === 0) return;
    const ids: string[] = request_ids.map(requestRecordId);
    const { hits } = await searchTop(this.reading('requests', 'find requests that succeeded'), {
      body: { query: { ids: { values: ids } }, _source: false },
      size: ids.length,
    });
    await this.write(
      'requests',
      hits.map(({ _index, _id }) => ({ action: 'delete', index: _index, id: _id! })),
    );
  }

  private get isOwn() {
    return { term: { source: this.source } };
  }

  private async allAnomalies(
    filter: readonly estypes.QueryDslQueryContainer[],
  ): Promise<readonly AnomalyDocument[]> {
    await this.checkSetUp();
    const found: AnomalyDocument[] = [];
    const pages = searchPages(this.reading('anomalies', 'read anomalies'), {
      body: { query: allOf(...filter) },
      page_size: PAGE_SIZE,
    });
    for await (const hits of pages) {
      found.push(...hits.map(({ _source }) => _source as unknown as AnomalyDocument));
    }
    return found;
  }

  private countRecord(
    counted: CountedLines,
    labelOf: (template_id: string) => TemplateLabel | undefined,
  ): { index: string; id: string; document: TemplateCountDocument } {
    const { minute, index, status, template_id, service, level = NO_LEVEL, count } = counted;
    const time = timeOfMinute(minute);
    const document: TemplateCountDocument = {
      '@timestamp': new Date(time).toISOString(),
      log_ai: {
        ...(template_id !== undefined && { template: { id: template_id, ...labelOf(template_id) } }),
      },
      status,
      service: { name: service },
      log: { level },
      data_stream: dataStreamOf(index),
      index,
      count,
      source: this.source,
    };
    const id = countRecordId({ ...counted, level, source: this.source });
    return { index: indexNameOf('template_counts', time), id, document };
  }

  private async write(kind: IndexKind, operations: readonly BulkOperation[]): Promise<BulkCounters> {
    await this.checkSetUp();
    const writer = new BulkWriter(this.client, this.runtime);
    for (const [at, operation] of operations.entries()) {
      await writer.add(operation);
      if (isStepEnd(at, ROWS_A_STEP)) await setImmediate();
    }
    const counters = await writer.close();
    if (operations.length > 0) await this.settle(kind, counters.dead_letters);
    return counters;
  }

  /** Tells what was refused, and makes what was written visible to searches. */
  private async settle(kind: IndexKind, dead_letters: number): Promise<void> {
    checkNoneRefused(kind, dead_letters);
    await this.refresh(kind);
  }

  private async refresh(kind: IndexKind): Promise<void> {
    const index = INDICES[kind].name;
    await this.call(`refresh ${index}`, () =>
      this.client.indices.refresh({ index, ignore_unavailable: true }),
    );
  }

  private reading(kind: IndexKind, doing: string): Reading {
    return { client: this.client, call: this.call, indices: [INDICES[kind].name], doing };
  }
}

function guardOf({ seq_no, primary_term }: StoredRecord): WriteGuard {
  return { if_seq_no: seq_no, if_primary_term: primary_term };
}

function countOf(document: TemplateCountDocument): CountedLines {
  const level = normalizeLevel(document.log.level);
  const template_id = document.log_ai.template?.id;
  return {
    minute: minuteOf(Date.parse(document['@timestamp'])),
    index: document.index,
    status: document.status,
    ...(template_id !== undefined && { template_id }),
    service: document.service.name,
    ...(level && { level }),
    count: document.count,
  };
}
