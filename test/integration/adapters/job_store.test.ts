import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobDocument } from '../../../common/documents/operation_documents.ts';
import { ElasticsearchJobStore } from '../../../ml-service/src/adapters/elasticsearch/state/job_store.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const jobOf = (id: string, created: string, fields: Partial<JobDocument> = {}): JobDocument => ({
  ...SAMPLE_DOCUMENTS.jobs,
  id,
  created,
  ...fields,
});

describe.skipIf(!ELASTICSEARCH_URL)('job store', () => {
  let client: Client;
  let store: ElasticsearchJobStore;

  beforeAll(() => {
    client = connect();
  });
  beforeEach(async () => {
    await setUpFresh(client);
    store = new ElasticsearchJobStore({ client });
  });
  afterAll(() => cleanUp(client));

  const write = (job: JobDocument) => store.update(job.id, () => job);

  it('reads at once what was written last, the newest first', async () => {
    expect(await store.newest(10)).toEqual([]);
    const old = jobOf('a', '2026-11-22T10:00:00.000Z');
    await write(old);
    await write(jobOf('b', '2026-11-22T11:00:00.000Z', { status: 'running', done: 1 }));
    const recent = jobOf('b', '2026-11-22T11:00:00.000Z', { status: 'running', done: 2 });
    await write(recent);
    expect(await store.newest(10)).toEqual([recent, old]);
    expect(await store.newest(1)).toEqual([recent]);
    expect(await store.read('a')).toEqual(old);
    expect(await store.read('c')).toBeUndefined();
  });

  it('finds those that wait or run, the oldest first', async () => {
    const statuses = ['queued', 'running', 'paused', 'done', 'failed', 'cancelled'] as const;
    for (const [hour, status] of statuses.entries())
      await write(jobOf(status, `2026-11-22T1${9 - hour}:00:00.000Z`, { status }));
    expect((await store.unfinished()).map(({ id }) => id)).toEqual(['running', 'queued']);
  });

  it('of two who change a job at once, each sees what the other made of it', async () => {
    await write(jobOf('a', '2026-11-22T10:00:00.000Z', { done: 0 }));
    const other = new ElasticsearchJobStore({ client });
    const count = (jobs: ElasticsearchJobStore) =>
      jobs.update('a', (job) => job && { ...job, done: job.done + 1 });
    await Promise.all([store, other].flatMap((jobs) => [count(jobs), count(jobs)]));
    expect(await store.read('a')).toMatchObject({ done: 4 });
    expect(await store.update('a', () => undefined)).toMatchObject({ done: 4 });
  });

  it('refuses to write where nothing is set up', async () => {
    await cleanUp(client);
    await expect(write(SAMPLE_DOCUMENTS.jobs)).rejects.toMatchObject({ code: 'not_set_up' });
    await expect(store.newest(1)).rejects.toMatchObject({ code: 'not_set_up' });
    expect(await client.indices.exists({ index: 'log-ai-jobs' })).toBe(false);
  });
});
