import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INDICES } from '../../../common/indices.ts';
import { ElasticsearchCourseStore } from '../../../ml-service/src/adapters/elasticsearch/records/course_store.ts';
import { describeCourseStore } from '../../conformance/course_store.conformance.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

describe.skipIf(!ELASTICSEARCH_URL)('course store', () => {
  let client: Client;
  beforeAll(() => {
    client = connect();
  });
  afterAll(async () => {
    await cleanUp(client);
    await client.close();
  });

  describeCourseStore('Elasticsearch', async () => {
    await setUpFresh(client);
    return new ElasticsearchCourseStore({ client });
  });

  it('writes nothing that is there already', async () => {
    await setUpFresh(client);
    const store = new ElasticsearchCourseStore({ client });
    const edge = SAMPLE_DOCUMENTS.edges;
    const range = { from: 0, to: Date.parse(edge['@timestamp']) + 1 };
    const versions = async () => {
      const { hits } = await client.search({ index: INDICES.edges.name, version: true });
      return hits.hits.map(({ _version }) => _version);
    };
    for (const edges of [[edge], [edge], [{ ...edge, calls: 13 }]]) await store.writeEdges(range, edges);
    expect(await versions()).toEqual([2]);
  });
});
