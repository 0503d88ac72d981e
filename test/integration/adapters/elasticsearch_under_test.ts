import type { Client } from '@elastic/elasticsearch';
import { PIPELINE_NAME } from '../../../common/indices.ts';
import { createClient } from '../../../ml-service/src/adapters/elasticsearch/client/client.ts';
import { setUp } from '../../../ml-service/src/adapters/elasticsearch/setup/setup.ts';
import { tearDown } from '../../../ml-service/src/adapters/elasticsearch/setup/teardown.ts';
import { loadConfig } from '../../../ml-service/src/config.ts';

/** The Elasticsearch that the global set-up has started; without it these tests are skipped. */
export const ELASTICSEARCH_URL = process.env['LOG_AI_TEST_ELASTICSEARCH_URL'];

/** All log indices of these tests are called so. */
export const LOG_INDICES = 'logs-adapters*';

/** A client of the Elasticsearch under test, or of a proxy before it. */
export function connect(url = ELASTICSEARCH_URL!): Client {
  return createClient(loadConfig({ env: { ELASTICSEARCH_URL: url } }).elasticsearch);
}

/**
 * Stands in for the published pipeline: it notes when a document came and marks it `unknown`. What the real one does is
 * tested where it lives; here only that documents pass through it matters.
 */
export async function publishMarkingPipeline(client: Client): Promise<void> {
  const source = `
    if (ctx.log_ai == null) ctx.log_ai = [:];
    ctx.log_ai.ingested = metadata().now.toInstant().toString();
    if (ctx.log_ai.parse == null) ctx.log_ai.parse = ['status': 'unknown'];`;
  await client.ingest.putPipeline({
    id: PIPELINE_NAME,
    processors: [{ script: { source } }],
    _meta: { product: 'log-ai', version: 1 },
  });
}

/**
 * Removes everything of ours and of these tests, also what an interrupted test left under our names as somebody else's:
 * one failure must not become many. For a throw-away Elasticsearch only.
 */
export async function cleanUp(client: Client): Promise<void> {
  await tearDown(client, { delete_data: true });
  const indices = await client.indices.getSettings({
    index: ['log-ai-*', LOG_INDICES],
    allow_no_indices: true,
  });
  for (const index of Object.keys(indices)) await client.indices.delete({ index });
  const { index_templates } = await client.indices.getIndexTemplate({ name: 'log-ai-*' }, { ignore: [404] });
  const templates = index_templates.filter(
    ({ index_template }) => index_template._meta?.['product'] !== 'log-ai',
  );
  for (const { name } of templates) await client.indices.deleteIndexTemplate({ name });
  await client.ingest.deletePipeline({ id: PIPELINE_NAME }, { ignore: [404] });
}

/** A cluster as after `log-ai setup`, with nothing in it. Plain indices: data streams could not be deleted here. */
export async function setUpFresh(client: Client): Promise<void> {
  await cleanUp(client);
  await setUpBeside(client);
}

/** Set-up next to what is there. */
export async function setUpBeside(client: Client): Promise<void> {
  await setUp(client, {
    config: { log_indices: LOG_INDICES, data_streams: false },
    publishPipeline: publishMarkingPipeline,
  });
}
