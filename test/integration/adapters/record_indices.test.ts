import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type IndexKind, indexNameOf, INDICES } from '../../../common/indices.ts';
import { SAMPLE_DOCUMENTS } from '../../fixtures/sample_documents.ts';
import { cleanUp, connect, ELASTICSEARCH_URL, setUpFresh } from './elasticsearch_under_test.ts';

const KINDS = Object.keys(INDICES) as IndexKind[];
const TIME = Date.parse('2026-11-22T10:00:00Z');

describe.skipIf(!ELASTICSEARCH_URL)('the indices and their schemas', () => {
  let client: Client;
  beforeAll(async () => {
    client = connect();
    await setUpFresh(client);
  });
  afterAll(() => cleanUp(client));

  it.each(KINDS)(
    '%s: a document of the schema is taken, read back and found through the name',
    async (kind) => {
      const document = INDICES[kind].schema.parse(SAMPLE_DOCUMENTS[kind]);
      await client.index({ index: indexNameOf(kind, TIME), id: 'sample', document, refresh: true });
      const { hits } = await client.search({ index: INDICES[kind].name });
      expect(hits.hits.map(({ _source }) => _source)).toEqual([document]);
    },
  );

  it.each(KINDS)('%s: an unknown field is refused, by the schema and by the mapping', async (kind) => {
    const document = { ...SAMPLE_DOCUMENTS[kind], surprise: 1 };
    expect(INDICES[kind].schema.safeParse(document).success).toBe(false);
    const index = indexNameOf(kind, TIME);
    await expect(client.index({ index, document })).rejects.toThrow('strict_dynamic_mapping_exception');
  });

  it.each(KINDS)('%s: every field that is not opaque can be searched for', async (kind) => {
    const { hits } = await client.search({
      index: INDICES[kind].name,
      query: {
        bool: { filter: leavesOf(SAMPLE_DOCUMENTS[kind], kind).map((field) => ({ exists: { field } })) },
      },
    });
    expect(hits.hits).toHaveLength(1);
  });
});

/** Paths of a document that the schema does not declare as opaque or not indexed. */
function leavesOf(document: object, kind: IndexKind): string[] {
  const opaque: Partial<Record<IndexKind, readonly string[]>> = {
    templates: ['columns', 'name', 'masks', 'split_from.value', 'classified'],
    anomalies: ['anomaly.reason', 'anomaly.samples', 'anomaly.context'],
    requests: ['hops', 'first_error.reference', 'break_point.missing'],
    request_samples: ['steps'],
    incidents: ['incident.headline', 'incident.notes'],
    jobs: ['request', 'result'],
    state: ['value'],
    dead_letters: ['document'],
  };
  const visit = (value: unknown, path: string): string[] => {
    if (opaque[kind]?.includes(path)) return [];
    if (Array.isArray(value)) return visit(value[0], path);
    if (typeof value !== 'object' || value === null) return [path];
    return Object.entries(value).flatMap(([key, inner]) =>
      visit(inner, path === '' ? key : `${path}.${key}`),
    );
  };
  return visit(document, '');
}
