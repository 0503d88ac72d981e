import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LINE_LIMIT } from '../../common/api.ts';
import type { ElasticsearchClient } from '../../server/kibana/contract.ts';
import { readLines } from '../../server/routes/lines/handler.ts';
import { connectToCluster } from '../fixtures/clean_cluster.ts';

/** Lines as shippers write them, read by the client that Kibana gives the plugin. */

const ECS = 'read-lines-ecs';
const OTEL = 'read-lines-otel';
const KEYWORD = 'read-lines-keyword';
const client = connectToCluster();
const read = (references: readonly { _index: string; _id: string }[]) =>
  readLines({ references, client: client as unknown as ElasticsearchClient });

beforeAll(async () => {
  await client.indices.create({
    index: KEYWORD,
    mappings: { properties: { message: { type: 'keyword', ignore_above: 8 } } },
  });
  await client.indices.create({
    index: ECS,
    mappings: { properties: { log_ai: { properties: { params: { type: 'flattened' } } } } },
  });
  const documents = [
    [ECS, '1', { '@timestamp': '2026-01-15T14:00:00.123Z', message: 'one', log: { level: 'warning' }, service: { name: 'api' }, log_ai: { params: { n: 3, ok: true }, request_id: 'r-1' } }],
    [ECS, '2', { message: 'x'.repeat(LINE_LIMIT + 5) }],
    [OTEL, '1', { body: { text: 'from OpenTelemetry' }, severity_text: 'ERROR', 'resource.attributes.service.name': 'otel' }],
    [KEYWORD, '1', { message: 'longer than a keyword may be' }],
  ] as const; // prettier-ignore
  for (const [index, id, document] of documents) await client.index({ index, id, document, refresh: true });
});
afterAll(async () => {
  await client.indices.delete({ index: [ECS, OTEL, KEYWORD] });
  await client.close();
});

describe('lines', () => {
  test('of several indices and layouts come in the order in which they were asked for', async () => {
    const references = [
      { _index: OTEL, _id: '1' },
      { _index: ECS, _id: '1' },
      { _index: KEYWORD, _id: '1' },
    ];
    expect(await read(references)).toEqual({
      lines: [
        { reference: references[0], service: 'otel', level: 'ERROR', message: 'from OpenTelemetry' },
        {
          reference: references[1],
          '@timestamp': '2026-01-15T14:00:00.123Z',
          service: 'api',
          level: 'WARN',
          message: 'one',
          params: { n: 3, ok: true },
          request_id: 'r-1',
        },
        { reference: references[2], message: 'longer than a keyword may be' },
      ],
      missing: [],
    });
  });

  test('that are too long for a browser are cut, and say by how much', async () => {
    const { lines } = await read([{ _index: ECS, _id: '2' }]);
    expect(lines[0]?.message?.length).toBe(LINE_LIMIT);
    expect(lines[0]?.cut_characters).toBe(5);
  });

  test('that are gone, with their index or without, take no other with them', async () => {
    const there = { _index: ECS, _id: '1' };
    const gone = [
      { _index: ECS, _id: 'gone' },
      { _index: 'read-lines-gone', _id: '1' },
    ];
    const { lines, missing } = await read([gone[0]!, there, gone[1]!]);
    expect(lines.map(({ reference }) => reference)).toEqual([there]);
    expect(missing).toEqual(gone);
  });
});
