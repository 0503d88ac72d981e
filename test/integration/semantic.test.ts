import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { SimilarTemplatesResponse } from '../../common/api.ts';
import { MINUTE_MS } from '../../common/minutes.ts';
import { generateShop } from '../../demo/shop/generate.ts';
import { composeLogAi, type LogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { similarityServices } from '../../ml-service/src/service/similarity.ts';
import { leaseOf } from '../../ml-service/src/tasks/run/task.ts';
import { readSemanticState } from '../../ml-service/src/tasks/semantic/semantic_state.ts';
import {
  cleanCluster,
  connectToCluster,
  ELASTICSEARCH_URL,
  uniqueStream,
} from '../fixtures/clean_cluster.ts';
import { runCli } from '../fixtures/run_cli.ts';

/** A library that never spoke before, in a shop that has been running for a while: on a real cluster, with the real model. */

const SHOP = uniqueStream('logs-shop');
const BANK = uniqueStream('logs-bank');
const PATTERN = 'logs-*';
const NOW = Date.now();
const FAULT = 'PKIX path building failed: unable to find valid certification path to requested target';

describe('a message that is unlike all others', () => {
  const client = connectToCluster();
  let logAi: LogAi;

  const ship = async (index: string, documents: Iterable<object>) => {
    const operations = [...documents].flatMap((document) => [{ create: {} }, document]);
    expect((await client.bulk({ index, operations, refresh: true })).errors).toBe(false);
  };
  const line = (message: string, level: string, at: number) => ({
    '@timestamp': new Date(at).toISOString(),
    message,
    log: { level },
    service: { name: 'payment' },
  });
  const semantic = async (process = logAi) => {
    const lease = (await process.ports.state.acquireLease(leaseOf('semantic'), 60_000))!;
    return (await process.runner.run('semantic', { lease }))!;
  };
  const anomalies = async () => {
    await client.indices.refresh({ index: 'log-ai-*' });
    const { hits } = await client.search<AnomalyDocument>({
      index: 'log-ai-anomalies*',
      query: { term: { 'anomaly.type': 'semantic' } },
    });
    return hits.hits.map(({ _source }) => _source!);
  };
  const open = () => composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL } }));

  beforeAll(async () => {
    await cleanCluster(client, PATTERN);
    logAi = open();
    await logAi.setUp();
    const start = NOW - 70 * MINUTE_MS;
    await ship(SHOP, generateShop({ seed: 7, start, end: start + 2 * MINUTE_MS, requestsPerSecond: 10 }));
    await ship(BANK, [line('Certificate of the issuing bank was renewed', 'INFO', start)]);
    await logAi.runner.runCycleNow();
    await semantic();
  }, 300_000);
  afterAll(async () => {
    await logAi.close();
    await cleanCluster(client, PATTERN);
    await client.close();
  });

  test('nothing is found while nothing is wrong, and each template has its meaning', async () => {
    expect(await anomalies()).toEqual([]);
    const { standing } = await readSemanticState(logAi.ports.state);
    expect(standing).toMatchObject({ waiting: 0 });
    expect(standing!.embedded).toBeGreaterThan(60);
  });

  test('is found at once, for those who may see its template, and is one incident', async () => {
    await ship(SHOP, [line(FAULT, 'WARN', NOW - 1000)]);
    await logAi.runner.runCycleNow();
    expect((await semantic()).anomalies).toHaveLength(1);
    const [found] = await anomalies();
    expect(found).toMatchObject({
      service: { name: 'payment' },
      anomaly: { type: 'semantic', status: 'active', reason: { severity: 'error' } },
      data_streams: [SHOP],
    });
    expect(found!.log_ai.semantic_score).toBe(found!.event.risk_score);
    expect(found!.anomaly.samples).toHaveLength(1);
    const nearest = found!.anomaly.context['nearest_templates'] as string[];
    const streams = await Promise.all(nearest.map((id) => logAi.ports.templates.get(id)));
    for (const template of streams) expect(template!.data_streams).toEqual([SHOP]);
    const template = await logAi.ports.templates.get(found!.log_ai.template!.id);
    expect(template!.semantic_score).toBe(found!.event.risk_score);

    await client.indices.refresh({ index: 'log-ai-*' });
    await logAi.runner.runCycleNow();
    await client.indices.refresh({ index: 'log-ai-*' });
    const { records } = await logAi.ports.incidents.readIncidents({ status: 'active', size: 10 });
    expect(records).toHaveLength(1);
    expect(records[0]!.incident.anomaly_ids).toContain(found!.event.id);
  });

  test('another process reads what is stored, and finds the same anomaly', async () => {
    const before = await anomalies();
    await logAi.runner.release();
    const lease = (await logAi.ports.state.acquireLease(leaseOf('semantic'), 60_000))!;
    await logAi.ports.state.releaseLease(lease);
    const other = open();
    try {
      expect((await semantic(other)).embedded).toBe(0);
      expect((await anomalies()).map(({ event }) => event.id)).toEqual(before.map(({ event }) => event.id));
    } finally {
      await other.close();
    }
  });

  test('templates are found by what they mean, by each who may see them', async () => {
    const { semantic: parts, ports } = logAi;
    const { similar_templates } = similarityServices({ semantic: parts, ...ports });
    const like = 'the TLS certificate cannot be trusted';
    const texts = async (data_streams?: string[]) => {
      const caller = data_streams && { data_streams };
      const { templates } = await similar_templates({ query: { like, size: 5 } }, caller);
      return templates.map(({ template }) => template.text);
    };
    expect(await texts()).toEqual(
      expect.arrayContaining([FAULT, 'Certificate of the issuing bank was renewed']),
    );
    expect(await texts([BANK])).toEqual(['Certificate of the issuing bank was renewed']);
    expect(await texts([SHOP])).not.toContain('Certificate of the issuing bank was renewed');
    expect(await texts(['logs-other'])).toEqual([]);
    const [fault] = await anomalies();
    const template_id = fault!.log_ai.template!.id;
    const alike = await similar_templates({ query: { template_id, size: 1 } });
    expect(alike.templates[0]!.template.id).not.toBe(template_id);
    await expect(
      similar_templates({ query: { template_id, size: 1 } }, { data_streams: [BANK] }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });

  test('and by the command line', async () => {
    const env = { ELASTICSEARCH_URL };
    const like = 'no valid path to a trusted certificate';
    const text = await runCli(['templates', '--like', like, '--size', '2'], { env });
    expect(text).toMatchObject({ code: 0, stderr: '' });
    expect(text.stdout).toMatch(/^0\.\d\d {2}[^\n]*\n.*PKIX path building failed/);
    const json = await runCli(['templates', '--like', like, '--json'], { env });
    const { templates } = JSON.parse(json.stdout) as SimilarTemplatesResponse;
    expect(templates).toHaveLength(20);
    expect(templates.map(({ similarity }) => similarity)).toEqual(
      templates.map(({ similarity }) => similarity).sort((a, b) => b - a),
    );
    const listed = await runCli(['templates', 'list', '--json', '--size', '1'], { env });
    expect((JSON.parse(listed.stdout) as { templates: unknown[] }).templates).toHaveLength(1);
    const off = { ...env, LOG_AI_DETECT__SEMANTIC__ENABLED: 'false' };
    const refused = await runCli(['templates', '--like', 'anything'], { env: off });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('set detect.semantic.enabled to true');
  });
});
