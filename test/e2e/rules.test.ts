import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { indexNameOf, INDICES } from '../../common/indices.ts';
import { RULE_TYPE_NAMES } from '../../common/rules/action_groups.ts';
import { RULE_TYPES, type RuleTypeName } from '../../common/rules/rule_types.ts';
import { SAMPLE_DOCUMENTS } from '../fixtures/sample_documents.ts';
import { callKibana } from './places/running_kibana.ts';
import { openStage, type Stage } from './stage.ts';

/** Rules are kept and run by Kibana: in the host their forms are shown, and nothing is saved. */

const { kibana, elasticsearch } = inject('world');
/** The first run comes seconds after a rule was saved. */
const SOON = { timeout: 60_000, interval: 1000 };

let stage: Stage;
const made: string[] = [];
const written: string[] = [];
beforeAll(async () => {
  stage = await openStage();
});
afterEach(() => expect(stage.complaints()).toEqual([]));
afterAll(async () => {
  await stage.close();
  for (const id of made) await callKibana(kibana!, { method: 'DELETE', path: `/api/alerting/rule/${id}` });
  for (const path of written) await fetch(`${elasticsearch}/${path}`, { method: 'DELETE' });
});

/** Writes a record as the service would, at once to be found. */
async function write(index: string, id: string, document: object): Promise<void> {
  const path = `${index}/_doc/${id}`;
  const answer = await fetch(`${elasticsearch}/${path}?refresh=true`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(document),
  });
  expect(answer.ok, await answer.text()).toBe(true);
  written.push(path);
}

const now = new Date();
const time = now.toISOString();

/** An anomaly of a service that nobody else speaks of, found just now. */
async function writeAnomaly(
  id: string,
  type: 'frequency' | 'new_template',
  status: 'active' | 'resolved',
): Promise<void> {
  const { is_late: _late, ...sample } = SAMPLE_DOCUMENTS.anomalies;
  const { incident_id: _incident, expectation: _expectation, ...anomaly } = sample.anomaly;
  // The service that runs would end it: what was judged further it leaves alone.
  const judged_until = new Date(now.getTime() + 3_600_000).toISOString();
  const moments = { first_seen: time, last_seen: time, judged_until, raised: time };
  await write(indexNameOf('anomalies', now.getTime()), id, {
    ...sample,
    '@timestamp': time,
    event: { ...sample.event, id, start: time, end: time, created: time, updated: time, risk_score: 90 },
    record_score: 90,
    service: { name: 'aviary' },
    anomaly: {
      ...anomaly,
      ...moments,
      type,
      status,
      found_status: status,
      reason: { ...anomaly.reason, level: 'ERROR' },
      context: { level: 'ERROR' },
    },
  });
}

/** Where the service that runs tells no incidents: it would end this one, of which it finds no anomalies. */
const tomorrow = new Date(now.getTime() + 86_400_000).toISOString();

/** An incident that began there, and is told just now. */
const writeIncident = (status: 'active' | 'resolved') => {
  const { is_late: _late, ...sample } = SAMPLE_DOCUMENTS.incidents;
  const { merged_into: _merged, ...incident } = sample.incident;
  return write(INDICES.incidents.name, 'incident_aviary', {
    ...sample,
    '@timestamp': tomorrow,
    event: {
      ...sample.event,
      id: 'incident_aviary',
      start: tomorrow,
      end: tomorrow,
      created: time,
      updated: time,
    },
    incident: {
      ...incident,
      status,
      raised: time,
      first_service: 'aviary',
      services: ['aviary'],
      anomaly_ids: ['nobody_knows_it'],
      request_ids: [],
    },
  });
};

const writeRequest = () =>
  write(indexNameOf('requests', now.getTime()), 'r-aviary', {
    ...SAMPLE_DOCUMENTS.requests,
    '@timestamp': time,
    request_id: 'r-aviary',
    event: { ...SAMPLE_DOCUMENTS.requests.event, start: time, end: time, created: new Date().toISOString() },
    first_error: { ...SAMPLE_DOCUMENTS.requests.first_error, '@timestamp': time, service: 'aviary' },
  });

/** Opens Kibana's form for a rule of this type, as its page of rules does. */
async function openForm(type: RuleTypeName): Promise<Page> {
  const page = await stage.open('status');
  await page.goto(`${stage.url}/app/management/insightsAndAlerting/triggersActions/rules`);
  // Without any rule the page has a button of its own in the middle.
  await page.getByTestId('createRuleButton').or(page.getByTestId('createFirstRuleButton')).first().click();
  await page
    .getByTestId('ruleGroupTypeSelectContainer')
    .getByTestId('ruleSearchField')
    .fill(RULE_TYPE_NAMES[type]);
  await page.getByTestId(`${RULE_TYPES[type]}-SelectOption`).click();
  return page;
}

async function save(page: Page, name: string): Promise<string> {
  await page.getByTestId('ruleNameInput').fill(name);
  await page.getByTestId('saveRuleButton').click();
  // It has no action.
  await page.getByTestId('confirmModalConfirmButton').click();
  let id = '';
  await expect
    .poll(async () => {
      const path = `/api/alerting/rules/_find?search_fields=name&search=${encodeURIComponent(`"${name}"`)}`;
      const { data } = JSON.parse(await callKibana(kibana!, { path })) as { data: { id: string }[] };
      return (id = data[0]?.id ?? '');
    }, SOON)
    .not.toBe('');
  made.push(id);
  return id;
}

/** The alerts of a rule, by their state. */
async function alertsOf(id: string): Promise<Record<string, string>> {
  const path = `/internal/alerting/rule/${id}/_alert_summary`;
  const { alerts } = JSON.parse(await callKibana(kibana!, { path })) as {
    alerts: Record<string, { status: string; action_group_id?: string }>;
  };
  return Object.fromEntries(Object.entries(alerts).map(([name, { status }]) => [name, status]));
}

const runSoon = (id: string) =>
  callKibana(kibana!, { method: 'POST', path: `/internal/alerting/rule/${id}/_run_soon` });

describe.runIf(kibana)('a rule', () => {
  test('"Log AI anomaly" is made in its form, fires, and recovers when the anomaly is resolved', async () => {
    await writeAnomaly('frequency_aviary', 'frequency', 'active');
    const page = await openForm('anomaly');
    await page.getByLabel('Minimum severity').selectOption({ label: 'Major (50 and above)' });
    const id = await save(page, 'Test: an anomaly');
    await expect.poll(() => alertsOf(id), SOON).toEqual({ frequency_aviary: 'Active' });
    await writeAnomaly('frequency_aviary', 'frequency', 'resolved');
    await runSoon(id);
    await expect.poll(() => alertsOf(id), SOON).toEqual({ frequency_aviary: 'OK' });
  });

  test('"Log AI incident" is made in its form, fires once, and recovers when the incident is resolved', async () => {
    await writeIncident('active');
    const page = await openForm('incident');
    await page.getByLabel('Minimum severity').waitFor();
    const id = await save(page, 'Test: an incident');
    await expect.poll(() => alertsOf(id), SOON).toMatchObject({ incident_aviary: 'Active' });
    await writeIncident('resolved');
    await runSoon(id);
    await expect.poll(() => alertsOf(id), SOON).toMatchObject({ incident_aviary: 'OK' });
  });

  test('"New error template" is made in its form, and fires', async () => {
    await writeAnomaly('new_template_aviary', 'new_template', 'active');
    const page = await openForm('new_error_template');
    await page.getByText('ERROR', { exact: true }).waitFor();
    const id = await save(page, 'Test: a new error template');
    await expect.poll(() => alertsOf(id), SOON).toEqual({ new_template_aviary: 'Active' });
  });

  test('"Failed requests" is made in its form, and fires for the service and its first error', async () => {
    const page = await openForm('failed_requests');
    await page
      .getByText(/Failed requests/)
      .first()
      .waitFor();
    await writeRequest();
    const id = await save(page, 'Test: failed requests');
    await expect
      .poll(() => alertsOf(id), SOON)
      .toMatchObject({ 'aviary:template_connection_timeout_3f9a': 'Active' });
    // The shop's database failed long before anybody read of it.
    expect(Object.keys(await alertsOf(id)).filter((alert) => alert.startsWith('inventory:'))).toEqual([]);
  });

  test('begun from an anomaly has its type, service and template, and is saved', async () => {
    const page = await stage.open('anomalies', { params: { type: 'frequency', score: '75' } });
    await page.getByTitle(/^inventory: "Failed to connect/).click();
    await page.getByRole('button', { name: 'Create alert rule' }).click();
    await page.getByLabel('Minimum severity').waitFor();
    const id = await save(page, 'Test: more of this');
    const { params } = JSON.parse(await callKibana(kibana!, { path: `/api/alerting/rule/${id}` })) as {
      params: object;
    };
    expect(params).toMatchObject({
      min_band: 'critical',
      types: ['frequency'],
      services: ['inventory'],
      template_ids: [expect.any(String)],
    });
  });
});
