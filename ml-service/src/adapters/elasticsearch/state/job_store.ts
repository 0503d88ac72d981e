import type { Client, estypes } from '@elastic/elasticsearch';
import type { JobDocument } from '../../../../../common/documents/operation_documents.ts';
import { INDICES } from '../../../../../common/indices.ts';
import type { JobStore } from '../../../ports/jobs.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { type DocumentPlace, readDocument, updateDocument } from '../client/guarded_document.ts';
import { searchTop } from '../search/paging.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';

const INDEX = INDICES.jobs.name;
/** Far more than wait at any time. */
const MOST_UNFINISHED = 1000;

/** `log-ai-jobs`. What is written can be read at once; of two who write at once one sees what the other wrote. */
export class ElasticsearchJobStore implements JobStore {
  private readonly client: Client;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;

  constructor(input: { client: Client; runtime?: RetryRuntime }) {
    this.client = input.client;
    this.call = createCall(input.runtime);
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  read(id: string): Promise<JobDocument | undefined> {
    return readDocument<JobDocument>(this.place(id));
  }

  /** @throws LogAiError `conflict` when others win five times in a row; what `change` throws. */
  async update(
    id: string,
    change: (job: JobDocument | undefined) => JobDocument | undefined,
  ): Promise<JobDocument | undefined> {
    await this.checkSetUp();
    return updateDocument(this.place(id), change);
  }

  newest(size: number): Promise<readonly JobDocument[]> {
    return this.search({ sort: [{ created: 'desc' }, { id: 'asc' }] }, size);
  }

  unfinished(): Promise<readonly JobDocument[]> {
    const query = { terms: { status: ['queued', 'running'] satisfies JobDocument['status'][] } };
    return this.search({ query, sort: [{ created: 'asc' }, { id: 'asc' }] }, MOST_UNFINISHED);
  }

  private async search(body: Pick<estypes.SearchRequest, 'query' | 'sort'>, size: number) {
    const reading = { client: this.client, call: this.call, indices: [INDEX], doing: 'read the jobs' };
    const { hits } = await searchTop<JobDocument>(reading, {
      body: { ignore_unavailable: false, ...body },
      size,
    });
    return hits.map(({ _source }) => _source!);
  }

  private place(id: string): DocumentPlace {
    return { client: this.client, call: this.call, index: INDEX, id, kind: 'job' };
  }
}
