import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { type RunningElasticsearch, startElasticsearch } from '../../demo/elasticsearch/start.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { type ServiceProcess, startServiceProcess } from '../fixtures/service_process.ts';
import { openStage, type Stage } from './stage.ts';

/** A cluster of its own: the first minute of somebody who has installed the plugin and nothing else. */

const dataDir = mkdtempSync(join(tmpdir(), 'log-ai-e2e-empty-'));
let server: RunningElasticsearch;
let service: ServiceProcess;
let logAi: LogAi;
let stage: Stage;

beforeAll(async () => {
  server = await startElasticsearch({ dataDir, port: 0, heapMb: 512, onProgress: () => undefined });
  service = await startServiceProcess({
    ELASTICSEARCH_URL: server.url,
    LOG_AI_TASKS__INTERVAL_SECONDS: '2',
  });
  logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL: server.url } }));
  stage = await openStage({ elasticsearch: server.url, service: service.url });
});
afterAll(async () => {
  await stage.close();
  await logAi.close();
  await service.stop();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('where Log AI is not set up', () => {
  test.each(['overview', 'templates', 'anomalies', 'requests'])('%s says what to run', async (view) => {
    const page = await stage.open(view);
    await page.getByTestId(TEST_IDS.problem).getByText('npx log-ai setup').waitFor();
    await stage.expectAccessible(page);
  });

  test('the page comes to life once it is, and says that nothing has come yet', async () => {
    const page = await stage.open('overview', { params: { refresh: '1000' } });
    const problem = page.getByTestId(TEST_IDS.problem);
    await problem.waitFor();
    await logAi.setUp();
    await problem.waitFor({ state: 'detached', timeout: 45_000 });
    await page.getByText('No data in this time range').waitFor();
    await page.getByRole('tab', { name: 'Templates' }).click();
    await page.getByText(/No templates yet/).waitFor();
    await page.getByRole('tab', { name: 'Status' }).click();
    await page.getByText('No documents in the last hour').waitFor();
    await page.getByText('No jobs yet').waitFor();
  });

  test('indices that somebody deleted are told, and nothing breaks', async () => {
    await logAi.client.indices.delete({ index: 'log-ai-templates' });
    const page = await stage.open('templates');
    await page.getByTestId(TEST_IDS.problem).getByText('npx log-ai setup').waitFor();
  });
});
