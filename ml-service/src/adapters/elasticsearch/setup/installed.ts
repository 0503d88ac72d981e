import type { Client, estypes } from '@elastic/elasticsearch';
import { PIPELINE_NAME } from '../../../../../common/indices.ts';
import type { Call } from '../client/call.ts';

/** The index templates whose names begin as ours do, by name. */
export async function readIndexTemplates(
  client: Client,
  call: Call,
): Promise<ReadonlyMap<string, estypes.IndicesIndexTemplate>> {
  const { index_templates } = await call('read the index templates', () =>
    client.indices.getIndexTemplate({ name: 'log-ai-*' }, { ignore: [404] }),
  );
  return new Map(index_templates.map(({ name, index_template }) => [name, index_template]));
}

/** The pipeline of our name with its `_meta`; undefined when there is none. */
export async function readPipeline(
  client: Client,
  call: Call,
): Promise<{ readonly meta: unknown } | undefined> {
  const pipelines = await call('read the pipeline', () =>
    client.ingest.getPipeline({ id: PIPELINE_NAME }, { ignore: [404] }),
  );
  const pipeline = pipelines[PIPELINE_NAME];
  return pipeline && { meta: pipeline._meta };
}
