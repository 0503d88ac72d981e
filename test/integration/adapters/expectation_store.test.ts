import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INDICES, indexNameOf } from '../../../common/indices.ts';
import { ElasticsearchExpectationStore } from '../../../ml-service/src/adapters/elasticsearch/records/expectation_store.ts';
import { describeExpectationStore } from '../../conformance/expectation_store.conformance.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

describe.skipIf(!ELASTICSEARCH_URL)('expectation store', () => {
  let client: Client;
  beforeAll(() => {
    client = connect();
  });
  afterAll(async () => {
    await cleanUp(client);
    await client.close();
  });

  describeExpectationStore('Elasticsearch', async (anomalies) => {
    await setUpFresh(client);
    for (const document of anomalies) {
      const { id, start } = document.event;
      await client.index({
        index: indexNameOf('anomalies', Date.parse(start)),
        id,
        document,
        refresh: true,
      });
    }
    return new ElasticsearchExpectationStore({ client });
  });

  it('of two who change one at once, each sees what the other made of it', async () => {
    await setUpFresh(client);
    const [one, other] = [
      new ElasticsearchExpectationStore({ client }),
      new ElasticsearchExpectationStore({ client }),
    ];
    const { expectations: whole } = SAMPLE_DOCUMENTS;
    await one.update(whole.id, () => ({ ...whole, note: '' }));
    const add = (store: ElasticsearchExpectationStore) =>
      store.update(whole.id, (stored) => stored && { ...stored, note: `${stored.note}x` });
    await Promise.all([one, other].flatMap((store) => [add(store), add(store)]));
    expect((await one.read(whole.id))?.note).toBe('xxxx');
  });

  it('refuses where nothing is set up: that nothing is expected would be no answer', async () => {
    await cleanUp(client);
    const store = new ElasticsearchExpectationStore({ client });
    await expect(store.inForce({ from: 0, to: 1 })).rejects.toMatchObject({ code: 'not_set_up' });
    expect(await client.indices.exists({ index: INDICES.expectations.name })).toBe(false);
  });
});
