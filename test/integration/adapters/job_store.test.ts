import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JobDocument } from '../../../common/documents/operation_documents.ts';
import { ElasticsearchJobStore } from '../../../ml-service/src/adapters/elasticsearch/state/job_store.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const jobOf = (id: string, started: string, fields: Partial<JobDocument> = {}): JobDocument => ({
  ...SAMPLE_DOCUMENTS.jobs,
  id,
  started,
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

  it('reads at once what was written last, the newest first', async () => {
    expect(await store.newest(10)).toEqual([]);
    const old = jobOf('a', '2026-11-22T10:00:00.000Z');
    await store.write(old);
    await store.write(jobOf('b', '2026-11-22T11:00:00.000Z', { status: 'running', done: 1 }));
    const recent = jobOf('b', '2026-11-22T11:00:00.000Z', { status: 'running', done: 2 });
    await store.write(recent);
    expect(await store.newest(10)).toEqual([recent, old]);
    expect(await store.newest(1)).toEqual([recent]);
  });

  it('refuses to write where nothing is set up', async () => {
    await cleanUp(client);
    await expect(store.write(SAMPLE_DOCUMENTS.jobs)).rejects.toMatchObject({ code: 'not_set_up' });
    await expect(store.newest(1)).rejects.toMatchObject({ code: 'not_set_up' });
    expect(await client.indices.exists({ index: 'log-ai-jobs' })).toBe(false);
  });
});
