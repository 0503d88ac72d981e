import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadConfig } from '../../ml-service/src/config.ts';
import { composeLogAi } from '../../ml-service/src/compose.ts';
import { makeEdit } from '../../ml-service/src/tasks/edits/make_edit.ts';
import { cleanCluster, connectToCluster, ELASTICSEARCH_URL } from '../fixtures/clean_cluster.ts';
import { startModelServer } from '../fixtures/model_server.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { beginAnew, readLabel, ship } from '../fixtures/task_world.ts';

/** What a language model proposed reaches the pipeline, and what it gets holds no value of any line. */

const INDEX = 'logs-refine';
const TITLES = ['Dune', 'The Trial', 'War and Peace', 'One Hundred Years of Solitude', 'Emma by Austen'];
const lineOf = (title: string, number: number) =>
  `reader 10.1.2.${number} took the book ${title} from shelf A${number}7`;
const env = {
  ELASTICSEARCH_URL,
  LOG_AI_ELASTICSEARCH__DATA_STREAMS: 'false',
  LOG_AI_ELASTICSEARCH__LOG_INDICES: `${INDEX}*`,
};

describe('log-ai refine', () => {
  const client = connectToCluster();
  let server: Awaited<ReturnType<typeof startModelServer>>;
  let sent = 0;
  const send = async (message: string) => {
    const _id = String((sent += 1));
    await ship(client, INDEX, [{ _id, '@timestamp': new Date().toISOString(), message }]);
    return _id;
  };

  beforeAll(async () => {
    await cleanCluster(client, `${INDEX}*`);
    server = await startModelServer(() => '{"template": "reader <*> took the book <*> from shelf <*>"}');
    const logAi = composeLogAi(loadConfig({ env }));
    await logAi.setUp();
    await beginAnew(logAi, INDEX);
    for (const [index, title] of TITLES.entries()) await send(lineOf(title, index));
    await logAi.runner.runCycleNow();
    await logAi.close();
  });
  afterAll(async () => {
    await server.close();
    await cleanCluster(client, `${INDEX}*`);
    await client.close();
  });

  test('--dry-run shows what would leave, and asks nobody', async () => {
    const { code, stdout } = await runCli(['refine', '--dry-run'], { env });
    expect(stdout).toContain('5 templates: reader <*> took the book Dune from shelf <*>');
    expect(code).toBe(0);
    expect(server.requests).toEqual([]);
  });

  test('without a model it says what to set', async () => {
    const { code, stderr } = await runCli(['refine'], { env });
    expect(stderr).toContain('set refine.base_url and refine.model');
    expect(code).toBe(1);
  });

  test('what was proposed is published: new lines have the one template, old ids lead to it', async () => {
    const before = await readLabel(client, { index: INDEX, id: '2' });
    const { stdout } = await runCli(['refine'], {
      env: { ...env, LOG_AI_REFINE__BASE_URL: server.base_url, LOG_AI_REFINE__MODEL: 'm' },
    });
    expect(stdout).toContain(
      '5 of 5 templates are one: reader <reader> took the book <book> from shelf <shelf>',
    );
    expect(server.requests.every(({ body }) => !/10\.1\.2|A\d7/.test(body))).toBe(true);
    const label = await readLabel(client, {
      index: INDEX,
      id: await send(lineOf('A Tale of Two Cities', 9)),
    });
    expect(label).toMatchObject({
      template: { text: 'reader <reader> took the book <book> from shelf <shelf>' },
      params: { book: 'A Tale of Two Cities', reader: '10.1.2.9', shelf: 'A97' },
    });
    const { _source } = await client.get<{ merged_into?: string }>({
      index: 'log-ai-templates',
      id: before.template!.id,
    });
    expect(_source!.merged_into).toBe(label.template!.id);
  });

  test('what was proposed in a cycle outlasts an edit before the next one', async () => {
    const lineOfFilm = (title: string) => `visitor watched the film ${title} in the small hall`;
    const model = await startModelServer(
      () => '{"template": "visitor watched the film <*> in the small hall"}',
    );
    const logAi = composeLogAi(
      loadConfig({
        env: {
          ...env,
          LOG_AI_REFINE__ENABLED: 'true',
          LOG_AI_REFINE__BASE_URL: model.base_url,
          LOG_AI_REFINE__MODEL: 'm',
        },
      }),
    );
    for (const title of TITLES) await send(lineOfFilm(title));
    const { refined } = await logAi.runner.runCycleNow();
    expect(refined?.cases).toMatchObject([{ template: { covers: TITLES.length } }]);
    const id = refined!.cases[0]!.template!.id;
    // Published by the same cycle: a line that comes now has it, whatever happens to the process.
    const label = await readLabel(client, { index: INDEX, id: await send(lineOfFilm('Brave New World')) });
    expect(label.template).toMatchObject({ id, text: 'visitor watched the film <film> in the small hall' });

    await makeEdit({
      ports: logAi.ports,
      createParser: logAi.createParser,
      request: { kind: 'rename', template_id: id, name: 'films' },
    });
    await logAi.runner.runCycleNow();
    const films = (await logAi.ports.templates.load()).filter(({ text }) => text.startsWith('visitor'));
    expect(films.filter(({ merged_into }) => merged_into === undefined)).toMatchObject([
      { id, name: 'films' },
    ]);
    expect(films).toHaveLength(TITLES.length);
    await Promise.all([logAi.close(), model.close()]);
  });
});
