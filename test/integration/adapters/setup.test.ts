import type { Client } from '@elastic/elasticsearch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { INDICES } from '../../../common/indices.ts';
import { createCall } from '../../../ml-service/src/adapters/elasticsearch/client/call.ts';
import { createSetUpCheck } from '../../../ml-service/src/adapters/elasticsearch/setup/set_up_check.ts';
import {
  extendSetUp,
  setUp,
  type SetupOptions,
} from '../../../ml-service/src/adapters/elasticsearch/setup/setup.ts';
import type { SetupStep } from '../../../ml-service/src/adapters/elasticsearch/setup/setup_step.ts';
import { tearDown } from '../../../ml-service/src/adapters/elasticsearch/setup/teardown.ts';
import { removeLogs, uniqueStream } from '../../fixtures/clean_cluster.ts';
import {
  cleanUp,
  connect,
  ELASTICSEARCH_URL,
  LOG_INDICES,
  publishMarkingPipeline,
} from './elasticsearch_under_test.ts';

const INDEX = 'logs-adapters-setup';
const LINE = { '@timestamp': '2026-11-22T10:00:00Z', message: 'connection refused' };
const OPTIONS: SetupOptions = {
  config: { log_indices: LOG_INDICES, data_streams: false },
  publishPipeline: publishMarkingPipeline,
};

const actionsOf = (steps: readonly SetupStep[]) =>
  Object.fromEntries(steps.map(({ kind, name, action }) => [`${kind} ${name}`, action]));

describe.skipIf(!ELASTICSEARCH_URL)('set-up', () => {
  let client: Client;
  const ownTemplates = async () => {
    const { index_templates } = await client.indices.getIndexTemplate(
      { name: 'log-ai-*' },
      { ignore: [404] },
    );
    return index_templates.map(({ name }) => name).sort();
  };
  const hasPipeline = async () =>
    Object.keys(await client.ingest.getPipeline({ id: 'log-ai' }, { ignore: [404] })).length > 0;

  beforeAll(() => {
    client = connect();
  });
  beforeEach(() => cleanUp(client));
  afterAll(() => cleanUp(client));

  it('only tells, with dry_run', async () => {
    const steps = await setUp(client, { ...OPTIONS, dry_run: true });
    expect(new Set(steps.map(({ action }) => action))).toEqual(new Set(['create', 'keep']));
    expect(await ownTemplates()).toEqual([]);
    expect(await hasPipeline()).toBe(false);
  });

  it('refuses to turn plain indices into data streams, and says what to do', async () => {
    await client.indices.create({ index: INDEX });
    const asDataStreams = { ...OPTIONS, config: { log_indices: INDEX, data_streams: true } };
    await expect(setUp(client, asDataStreams)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('elasticsearch.data_streams to false') as unknown,
    });
    expect(await ownTemplates()).toEqual([]);
    // The shipper goes on as before.
    await client.index({ index: INDEX, document: LINE });
  });

  it.each([{ log: 'a line' }, { service: 'cart' }, { host: 'web-1' }, { log: { level: 'INFO' } }])(
    'leaves it to shippers what they send where ECS has objects: %j',
    async (fields) => {
      await setUp(client, OPTIONS);
      const { result } = await client.index({ index: INDEX, document: { ...LINE, ...fields } });
      expect(result).toBe('created');
    },
  );

  it('creates everything once; a second time keeps it', async () => {
    const first = actionsOf(await setUp(client, OPTIONS));
    expect(first).toMatchObject({
      'index_template log-ai-anomalies': 'create',
      'index_template log-ai-logs': 'create',
      'index log-ai-templates': 'create',
      'pipeline log-ai': 'create',
    });
    const second = actionsOf(await setUp(client, OPTIONS));
    const { 'pipeline log-ai': pipeline, ...others } = second;
    expect(pipeline).toBe('update');
    expect(new Set(Object.values(others))).toEqual(new Set(['keep']));
  });

  it('sends new log documents through the pipeline and maps our fields', async () => {
    await setUp(client, OPTIONS);
    await client.index({ index: INDEX, document: { ...LINE, user: { id: 'u1' } }, refresh: true });
    const { hits } = await client.search<{ log_ai: unknown }>({ index: INDEX });
    expect(hits.hits[0]?._source?.log_ai).toEqual({
      ingested: expect.any(String) as string,
      parse: { status: 'unknown' },
    });
    const { [INDEX]: found } = await client.indices.getMapping({ index: INDEX });
    expect(found?.mappings.properties).toMatchObject({
      message: { type: 'text', norms: false, index_options: 'docs' },
      user: { properties: { id: { type: 'keyword', ignore_above: 1024 } } },
      log_ai: {
        dynamic: 'false',
        properties: { params: { type: 'flattened' }, template: expect.anything() as object },
      },
    });
  });

  it('updates the template when the configuration changes', async () => {
    await setUp(client, OPTIONS);
    const config = { log_indices: `${LOG_INDICES},logs-others-*`, data_streams: false };
    const steps = actionsOf(await setUp(client, { ...OPTIONS, config }));
    expect(steps['index_template log-ai-logs']).toBe('update');
    const { index_templates } = await client.indices.getIndexTemplate({ name: 'log-ai-logs' });
    expect(index_templates[0]?.index_template.index_patterns).toEqual([LOG_INDICES, 'logs-others-*']);
  });

  it.each(['log-ai-logs', 'log-ai-anomalies'])('does not overwrite a foreign template %s', async (name) => {
    const foreign = { index_patterns: ['somebody-*'], _meta: { owner: 'somebody' } };
    await client.indices.putIndexTemplate({ name, ...foreign });
    await expect(setUp(client, OPTIONS)).rejects.toMatchObject({ code: 'conflict' });
    expect(await ownTemplates()).toEqual([name]);
    expect(await tearDown(client)).toEqual([
      { kind: 'index_template', name, action: 'skip', reason: "it is not Log AI's" },
    ]);
    expect(await ownTemplates()).toEqual([name]);
    await client.indices.deleteIndexTemplate({ name });
  });

  it('does not overwrite a foreign pipeline', async () => {
    await client.ingest.putPipeline({ id: 'log-ai', processors: [] });
    await expect(setUp(client, OPTIONS)).rejects.toThrow("The pipeline log-ai is not Log AI's");
    expect(await ownTemplates()).toEqual([]);
    await client.ingest.deletePipeline({ id: 'log-ai' });
  });

  it('does not overwrite an index of the same name', async () => {
    await client.indices.create({ index: 'log-ai-state' });
    await expect(setUp(client, OPTIONS)).rejects.toThrow("The index log-ai-state is not Log AI's");
    await client.indices.delete({ index: 'log-ai-state' });
  });

  it('refuses to go back behind a newer version', async () => {
    await setUp(client, OPTIONS);
    const { index_templates } = await client.indices.getIndexTemplate({ name: 'log-ai-logs' });
    const { _meta, index_patterns, template } = index_templates[0]!.index_template;
    await client.indices.putIndexTemplate({
      name: 'log-ai-logs',
      index_patterns,
      template: template!,
      _meta: { ..._meta, version: 99 },
    });
    await expect(setUp(client, OPTIONS)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has version 99') as string,
    });
  });

  /** What the next release would say of an index: its mapping is extended, and what is there is read. */
  const inNextRelease = async (work: () => Promise<void>) => {
    const definition = INDICES.templates as { version: number };
    definition.version += 1;
    try {
      await work();
    } finally {
      definition.version -= 1;
    }
  };
  const check = () => createSetUpCheck(client, createCall())();
  const config = OPTIONS.config;

  it('is to be run again where an earlier version did it', async () => {
    await setUp(client, OPTIONS);
    await check();
    await inNextRelease(async () => {
      await expect(check()).rejects.toMatchObject({
        code: 'not_set_up',
        message: 'Run log-ai setup: log-ai-templates is as an earlier version of Log AI set it up.',
      });
      expect(actionsOf(await setUp(client, OPTIONS))).toMatchObject({
        'index log-ai-templates': 'update',
        'index_template log-ai-templates': 'update',
      });
      await check();
    });
    // An older Log AI goes on beside a newer one's mapping, but does not take it back.
    await check();
    expect(await extendSetUp(client, { config })).toEqual([]);
    await expect(setUp(client, OPTIONS)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('what a version adds to mappings the service adds by itself', async () => {
    await setUp(client, OPTIONS);
    expect(await extendSetUp(client, { config })).toEqual([]);
    await inNextRelease(async () => {
      expect(actionsOf(await extendSetUp(client, { config }))).toEqual({
        'index log-ai-templates': 'update',
        'index_template log-ai-templates': 'update',
      });
      await check();
    });
  });

  it('what a version adds to the fields of logs is mapped where they lie', async () => {
    await setUp(client, OPTIONS);
    await client.indices.create({ index: INDEX });
    const properties = { log_ai: { properties: { template: { properties: { id: { type: 'keyword' } } } } } };
    const { index_templates } = await client.indices.getIndexTemplate({ name: 'log-ai-logs' });
    const { _meta, index_patterns, template, priority } = index_templates[0]!.index_template;
    const old = { ...template!, mappings: { properties } } as object;
    await client.indices.delete({ index: INDEX });
    await client.indices.putIndexTemplate({
      name: 'log-ai-logs',
      index_patterns,
      priority: priority!,
      template: old,
      _meta: { ..._meta, version: 1 },
    });
    await client.indices.create({ index: INDEX });
    expect(actionsOf(await extendSetUp(client, { config }))).toEqual({
      'index_template log-ai-logs': 'update',
      [`log_index ${INDEX}`]: 'update',
    });
    const mapping = await client.indices.getMapping({ index: INDEX });
    expect(mapping[INDEX]!.mappings.properties!['log_ai']).toMatchObject({
      properties: { generation: { type: 'integer' } },
    });
  });

  it('does not migrate data of version 0.1, and says how to begin anew', async () => {
    await setUp(client, OPTIONS);
    const { index_templates } = await client.indices.getIndexTemplate({ name: 'log-ai-anomalies' });
    const { _meta, index_patterns, priority, template } = index_templates[0]!.index_template;
    await client.indices.putIndexTemplate({
      name: 'log-ai-anomalies',
      index_patterns,
      priority: priority!,
      template: template!,
      _meta: { ..._meta, version: INDICES.anomalies.readable_from - 1 },
    });
    const message = expect.stringMatching(
      /log-ai-anomalies was made by version 0.1 .* "log-ai setup --uninstall --delete-data"/,
    ) as string;
    await expect(check()).rejects.toMatchObject({ code: 'not_set_up', message });
    await expect(setUp(client, OPTIONS)).rejects.toMatchObject({ code: 'conflict', message });
    expect(await extendSetUp(client, { config })).toEqual([]);
    await tearDown(client, { delete_data: true });
    await setUp(client, OPTIONS);
    await check();
  });

  it('leaves indices that were there before alone, until it is asked to take them in', async () => {
    await client.indices.create({ index: INDEX });
    const skipped = await setUp(client, OPTIONS);
    expect(skipped.at(-1)).toMatchObject({ kind: 'log_index', name: INDEX, action: 'skip' });

    const adopted = await setUp(client, { ...OPTIONS, adopt_existing: true });
    expect(adopted.at(-1)).toEqual({ kind: 'log_index', name: INDEX, action: 'update' });
    await client.index({ index: INDEX, document: LINE, refresh: true });
    const { count } = await client.count({
      index: INDEX,
      query: { term: { 'log_ai.parse.status': 'unknown' } },
    });
    expect(count).toBe(1);
  });

  it('leaves an index alone that ends in a pipeline of its own', async () => {
    await client.ingest.putPipeline({ id: 'adapters-own', processors: [] });
    await client.indices.create({ index: INDEX, settings: { 'index.final_pipeline': 'adapters-own' } });
    const steps = await setUp(client, { ...OPTIONS, adopt_existing: true });
    expect(steps.at(-1)).toEqual({
      kind: 'log_index',
      name: INDEX,
      action: 'skip',
      reason: 'its final pipeline is adapters-own',
    });
    await client.indices.delete({ index: INDEX });
    await client.ingest.deletePipeline({ id: 'adapters-own' });
  });

  it('is undone without loss: documents can still be written, what was learned stays', async () => {
    await setUp(client, OPTIONS);
    await client.index({ index: INDEX, document: LINE });
    await tearDown(client);
    expect(await ownTemplates()).toEqual([]);
    expect(await hasPipeline()).toBe(false);
    await client.index({ index: INDEX, document: LINE, refresh: true });
    expect((await client.count({ index: INDEX })).count).toBe(2);
    expect(await client.indices.exists({ index: 'log-ai-templates' })).toBe(true);

    await tearDown(client, { delete_data: true });
    expect(await client.indices.exists({ index: 'log-ai-templates' })).toBe(false);
    expect((await client.count({ index: INDEX })).count).toBe(2);
  });

  it('is undone and done again where data streams depend on the template', async () => {
    const name = uniqueStream('logs-streamed');
    const options = { ...OPTIONS, config: { log_indices: name, data_streams: true } };
    const write = async () => {
      const document = { ...LINE };
      const { _index, _id } = await client.index({ index: name, op_type: 'create', document, refresh: true });
      return (await client.get<{ log_ai?: unknown }>({ index: _index, id: _id }))._source?.log_ai;
    };
    await setUp(client, options);
    expect(await write()).toEqual({ ingested: expect.any(String) as string, parse: { status: 'unknown' } });

    await tearDown(client);
    expect(await ownTemplates()).toEqual(['log-ai-logs']);
    expect(await write()).toBeUndefined();

    const steps = actionsOf(await setUp(client, { ...options, adopt_existing: true }));
    expect(steps['index_template log-ai-logs']).toBe('update');
    expect(await write()).toEqual({ ingested: expect.any(String) as string, parse: { status: 'unknown' } });

    await removeLogs(client, name);
    await tearDown(client);
    expect(await ownTemplates()).toEqual([]);
  });
});
