import { Client, errors } from '@elastic/elasticsearch';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { indexNameOf, INDICES } from '../../common/indices.ts';
import {
  AnomalyRuleParams,
  FailedRequestsRuleParams,
  IncidentRuleParams,
} from '../../common/rules/rule_params.ts';
import { RULE_DEFAULTS } from '../../common/rules/rule_types.ts';
import { RIGHTS } from '../../ml-service/src/adapters/elasticsearch/setup/rights.ts';
import { tearDown } from '../../ml-service/src/adapters/elasticsearch/setup/teardown.ts';
import { incidentsOf } from '../../server/rules/alerted_incident.ts';
import { anomaliesOf } from '../../server/rules/anomaly_criteria.ts';
import type { RuleRunInput } from '../../server/rules/rule_run.ts';
import { runFailedRequestsRule } from '../../server/rules/run_failed_requests_rule.ts';
import { scoredRule } from '../../server/rules/run_scored_rule.ts';
import { SAMPLE_DOCUMENTS } from '../fixtures/sample_documents.ts';
import { runCli } from '../fixtures/run_cli.ts';
import { connectAsAdmin, environmentWith, makeKey } from './keys.ts';

/** Who looks at dashboards and makes rules reads our indices themself: docs/operations.md says what that takes. */

const admin = connectAsAdmin();
const { url, ca } = inject('secured');
const closing: Client[] = [];

/** Reads with exactly these rights. */
async function connectWith(
  indices: { names: readonly string[]; privileges: readonly string[] }[],
): Promise<Client> {
  const client = new Client({
    node: url,
    auth: { apiKey: await makeKey(admin, { cluster: [], indices }) },
    tls: { ca },
  });
  closing.push(client);
  return client;
}

/** A status other than 200, where there is one. */
const statusOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 200,
    (error: unknown) => (error instanceof errors.ResponseError ? error.statusCode : error),
  );

const inputOf = <Params>(client: Client, params: Params): RuleRunInput<Params> => ({
  params,
  state: {},
  now: Date.now(),
  limit: 1000,
  search: (request) => client.search(request),
  place: { space: 'default', toUrl: (path) => path },
});
const RULES = {
  anomaly: (client: Client) =>
    scoredRule(anomaliesOf)(inputOf(client, AnomalyRuleParams.parse(RULE_DEFAULTS.anomaly))),
  incidents: (client: Client) =>
    scoredRule(incidentsOf)(inputOf(client, IncidentRuleParams.parse(RULE_DEFAULTS.incident))),
  'failed requests': (client: Client) =>
    runFailedRequestsRule(inputOf(client, FailedRequestsRuleParams.parse(RULE_DEFAULTS.failed_requests))),
};
/** The indices of dashboards, and of rules, as docs/operations.md names them. */
const DASHBOARDS = [
  'log-ai-template-counts*',
  'log-ai-anomalies*',
  'log-ai-requests*',
  'log-ai-templates',
  'log-ai-jobs',
];
const OF_RULES = ['log-ai-anomalies*', 'log-ai-incidents', 'log-ai-requests*', 'log-ai-templates'];

beforeAll(async () => {
  await tearDown(admin, { delete_data: true });
  const setup = await runCli(['setup'], {
    env: environmentWith(await makeKey(admin, RIGHTS.setup(['logs-*']))),
  });
  expect(setup.code, setup.stderr).toBe(0);
  // Their indices come with the first record.
  for (const kind of ['anomalies', 'requests'] as const) {
    const document = SAMPLE_DOCUMENTS[kind];
    const index = indexNameOf(kind, Date.parse(document.event.start));
    await admin.index({ index, document, refresh: true });
  }
});
afterAll(async () => {
  for (const client of closing) await client.close();
  await tearDown(admin, { delete_data: true });
  await admin.close();
});

describe('whoever looks at dashboards', () => {
  test('needs read and view_index_metadata on five patterns', async () => {
    const client = await connectWith([{ names: DASHBOARDS, privileges: ['read', 'view_index_metadata'] }]);
    for (const index of DASHBOARDS) {
      expect(await statusOf(client.fieldCaps({ index, fields: '*' }))).toBe(200);
      expect(await statusOf(client.search({ index, size: 0 }))).toBe(200);
    }
  });

  test('sees neither the state of the service nor lines that could not be stored', async () => {
    const client = await connectWith([{ names: DASHBOARDS, privileges: ['read', 'view_index_metadata'] }]);
    for (const { name, holds } of Object.values(INDICES)) {
      if (holds === 'lines') expect(await statusOf(client.search({ index: name }))).toBe(403);
    }
  });
});

describe.each(Object.entries(RULES))('a rule of the type %s', (_, run) => {
  test('runs with read on three patterns', async () => {
    const client = await connectWith([{ names: OF_RULES, privileges: ['read'] }]);
    expect(await run(client)).toMatchObject({ alerts: [], is_full: false });
  });

  test('fails without it, and does not find nothing for ever', async () => {
    const client = await connectWith([{ names: ['logs-*'], privileges: ['read'] }]);
    expect(await statusOf(run(client))).toBe(403);
  });
});
