import type { Client } from '@elastic/elasticsearch';
import type { JobDocument } from '../../../../../common/documents/operation_documents.ts';
import { INDICES } from '../../../../../common/indices.ts';
import type { JobStore } from '../../../ports/jobs.ts';
import { type Call, createCall, RETRY_POLICY, type RetryRuntime } from '../client/call.ts';
import { searchTop } from '../search/paging.ts';
import { createSetUpCheck } from '../setup/set_up_check.ts';

const INDEX = INDICES.jobs.name;
/** Work waits for the first and the last word on it: not longer than a moment. */
const ATTEMPTS = 2;

/** `log-ai-jobs`. What is written can be read at once. */
export class ElasticsearchJobStore implements JobStore {
  private readonly client: Client;
  private readonly call: Call;
  private readonly checkSetUp: () => Promise<void>;

  constructor(input: { client: Client; runtime?: RetryRuntime }) {
    const policy = { ...(input.runtime?.policy ?? RETRY_POLICY), attempts: ATTEMPTS };
    this.client = input.client;
    this.call = createCall({ ...input.runtime, policy });
    this.checkSetUp = createSetUpCheck(input.client, this.call);
  }

  async write(job: JobDocument): Promise<void> {
    await this.checkSetUp();
    await this.call(`write the job ${job.id}`, () =>
      this.client.index({ index: INDEX, id: job.id, document: job, refresh: true }),
    );
  }

  async newest(size: number): Promise<readonly JobDocument[]> {
    const reading = { client: this.client, call: this.call, indices: [INDEX], doing: 'read the jobs' };
    const { hits } = await searchTop<JobDocument>(reading, {
      body: { ignore_unavailable: false, sort: [{ started: 'desc' }, { id: 'asc' }] },
      size,
    });
    return hits.map(({ _source }) => _source!);
  }
}
