import type { Client, estypes } from '@elastic/elasticsearch';
import type { AnomalyDocument, AnomalyType } from '../../../../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../../../../common/documents/request_document.ts';
import type { TemplateCountDocument } from '../../../../../common/documents/template_count_document.ts';
import type { CountSplit } from '../../../../../common/api.ts';
import { LogAiError } from '../../../../../common/errors.ts';
import { type IndexKind, indexNameOf, INDICES } from '../../../../../common/indices.ts';
import { normalizeLevel } from '../../../../../common/level_spelling.ts';
import type { AnomalyQuery, CountFilter, Newest, RecordStore, RequestQuery } from '../../../ports/records.ts';
import type { TemplateCount } from '../../../detect/counts/count_reader.ts';
import type { TimeRange } from '../../../ports/time.ts';
import { type LineCount, sumCounts } from '../../../store/count_series.ts';
import { windowsOf } from '../../../store/minute_windows.ts';
import { countRecordId } from '../../../store/record_ids.ts';
import {
  findAnomaly,
  searchAnomalies,
  touching,
  writeExpectation,
  writeFoundAnomalies,
} from './anomaly_records.ts';
import type { BulkOperation } from '../bulk/bulk_operation.ts';
import { BulkWriter } from '../bulk/bulk_writer.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { intervalsWithCounts, sumCountDocuments } from './count_sums.ts';
import { allOf, inMinutes, inRange } from '../search/queries.ts';
import { type Reading, searchPages } from '../search/paging.ts';
import { requestOperations, searchRequests } from './request_records.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';
import { minuteOf, timeOfMinute } from '../../../../../common/minutes.ts';

const PAGE_SIZE = 10_000;
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

  async writeCounts(minutes: readonly number[], counts: readonly TemplateCount[]): Promise<void> {
    const stored = await this.storedCounts(minutes);
    const operations: BulkOperation[] = [];
    for (const count of sumCounts(counts)) {
      const operation = this.countOperation(count);
      // An unchanged count costs nothing; writing it again would cost four times a new document.
      if (stored.get(operation.id)?.count !== count.count) operations.push(operation);
      stored.delete(operation.id);
    }
    for (const [id, { index }] of stored) operations.push({ action: 'delete', index, id });
    await this.write('template_counts', operations);
  }

  async readCounts(from_minute: number, to_minute: number): Promise<readonly TemplateCount[]> {
    const body = {
      query: allOf(inRange('@timestamp', { from: timeOfMinute(from_minute), to: timeOfMinute(to_minute) })),
    };
    const counts: TemplateCount[] = [];
    for await (const hits of searchPages(this.reading('template_counts', 'read counts'), {
      body,
      page_size: PAGE_SIZE,
    })) {
      counts.push(...hits.map(({ _source }) => countOf(_source as unknown as TemplateCountDocument)));
    }
    return sumCounts(counts);
  }

  sumLines(
    query: CountFilter & { split: readonly CountSplit[]; interval_ms?: number },
  ): Promise<readonly LineCount[]> {
    return sumCountDocuments(this.reading('template_counts', 'sum up counts'), query);
  }

  countedIntervals(options: { range: TimeRange; interval_ms: number }): Promise<readonly number[]> {
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

  expectAnomaly(id: string, expected: boolean): Promise<AnomalyDocument | undefined> {
    return writeExpectation(this.reading('anomalies', 'find an anomaly'), { id, expected });
  }

  async writeRequests(requests: readonly RequestDocument[]): Promise<void> {
    await this.write('requests', requests.flatMap(requestOperations));
  }

  /** @throws LogAiError `not_set_up`, as {@link readAnomalies}. */
  async readRequests(query: RequestQuery): Promise<Newest<RequestDocument>> {
    await this.checkSetUp();
    return searchRequests(this.reading('requests', 'read failed requests'), query);
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

  /** The counts of these minutes that this source has written, by id. */
  private async storedCounts(
    minutes: readonly number[],
  ): Promise<Map<string, { index: string; count: number }>> {
    const stored = new Map<string, { index: string; count: number }>();
    for (const window of windowsOf(minutes, DAY_MINUTES)) {
      const body = { query: allOf(inMinutes(window), { term: { source: this.source } }), _source: ['count'] };
      const pages = searchPages(this.reading('template_counts', 'read counts'), {
        body,
        page_size: PAGE_SIZE,
      });
      for await (const hits of pages) {
        for (const hit of hits)
          stored.set(hit._id!, { index: hit._index, count: Number(hit._source?.['count']) });
      }
    }
    return stored;
  }

  private countOperation(count: TemplateCount): BulkOperation & { action: 'index' } {
    const { minute, template_id, service, level = NO_LEVEL } = count;
    const time = timeOfMinute(minute);
    const document: TemplateCountDocument = {
      '@timestamp': new Date(time).toISOString(),
      log_ai: { template: { id: template_id } },
      service: { name: service },
      log: { level },
      count: count.count,
      source: this.source,
    };
    const id = countRecordId({ minute, template_id, service, level, source: this.source });
    return { action: 'index', index: indexNameOf('template_counts', time), id, document };
  }

  private async write(kind: IndexKind, operations: readonly BulkOperation[]): Promise<void> {
    await this.checkSetUp();
    if (operations.length === 0) return;
    const writer = new BulkWriter(this.client, this.runtime);
    for (const operation of operations) await writer.add(operation);
    const { dead_letters } = await writer.close();
    await this.settle(kind, dead_letters);
  }

  /** Tells what was refused, and makes what was written visible to searches. */
  private async settle(kind: IndexKind, dead_letters: number): Promise<void> {
    const index = INDICES[kind].name;
    if (dead_letters > 0) {
      throw new LogAiError(
        'elasticsearch_failed',
        `${dead_letters} records for ${index} were refused: log-ai-dead-letters holds them with the reason.`,
        { details: { index, dead_letters } },
      );
    }
    await this.call(`refresh ${index}`, () =>
      this.client.indices.refresh({ index, ignore_unavailable: true }),
    );
  }

  private reading(kind: IndexKind, doing: string): Reading {
    return { client: this.client, call: this.call, indices: [INDICES[kind].name], doing };
  }
}

function countOf(document: TemplateCountDocument): TemplateCount {
  const level = normalizeLevel(document.log.level);
  return {
    minute: minuteOf(Date.parse(document['@timestamp'])),
    template_id: document.log_ai.template.id,
    service: document.service.name,
    ...(level && { level }),
    count: document.count,
  };
}
