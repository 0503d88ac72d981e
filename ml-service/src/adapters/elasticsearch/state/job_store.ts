import type { Client, estypes } from '@elastic/elasticsearch';
import type { JobDocument } from '../../../../../common/documents/operation_documents.ts';
import { LogAiError } from '../../../../../common/errors.ts';
import { INDICES } from '../../../../../common/indices.ts';
import type { JobStore } from '../../../ports/jobs.ts';
import { type Call, createCall, type RetryRuntime } from '../client/call.ts';
import { isMissingDocument, statusOf } from '../client/elasticsearch_error.ts';
import { searchTop } from '../search/paging.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';

const INDEX = INDICES.jobs.name;
/** Nobody loses five times in a row by chance. */
const MAX_ROUNDS = 5;
/** Far more than wait at any time. */
const MOST_UNFINISHED = 1000;

type Stored = estypes.GetGetResult<JobDocument>;

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

  async read(id: string): Promise<JobDocument | undefined> {
    return (await this.get(id))?._source;
  }

  /** @throws LogAiError `conflict` when others win five times in a row; what `change` throws. */
  async update(
    id: string,
    change: (job: JobDocument | undefined) => JobDocument | undefined,
  ): Promise<JobDocument | undefined> {
    await this.checkSetUp();
    for (let round = 1; round <= MAX_ROUNDS; round += 1) {
      const stored = await this.get(id);
      const job = change(stored?._source);
      if (job === undefined) return stored?._source;
      if (await this.put(job, stored)) return job;
    }
    throw new LogAiError('conflict', `Other processes keep writing the job ${id}: try again.`, {
      details: { id },
    });
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

  private get(id: string): Promise<Stored | undefined> {
    return this.call(`read the job ${id}`, async () => {
      try {
        return await this.client.get<JobDocument>({ index: INDEX, id });
      } catch (error) {
        if (isMissingDocument(error)) return undefined;
        throw error;
      }
    });
  }

  /** Writes if nobody wrote since `stored` was read. False when somebody did. */
  private put(job: JobDocument, stored: Stored | undefined): Promise<boolean> {
    const guard = stored
      ? { if_seq_no: stored._seq_no!, if_primary_term: stored._primary_term! }
      : { op_type: 'create' as const };
    return this.call(`write the job ${job.id}`, async () => {
      try {
        await this.client.index({ index: INDEX, id: job.id, document: job, refresh: true, ...guard });
        return true;
      } catch (error) {
        if (statusOf(error) === 409) return false;
        throw error;
      }
    });
  }
}
