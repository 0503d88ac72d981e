import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import type { RequestDocument } from '../../common/documents/request_document.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { expectNoSidewaysScroll, openStage, type Stage } from './stage.ts';
import { storeAnomaly, storeRequest } from './stored_anomaly.ts';

/** A step that many requests leave out, as its flyout shows it. It lies on a day of its own. */

const FOUND: AnomalyDocument = {
  '@timestamp': '2026-01-20T10:00:00.000Z',
  event: {
    id: 'sequence_of_e2e',
    kind: 'alert',
    start: '2026-01-20T10:00:00.000Z',
    end: '2026-01-20T10:06:00.000Z',
    created: '2026-01-20T10:01:10.000Z',
    updated: '2026-01-20T10:07:00.000Z',
    reason: 'payment: "Authorising <total>" is missing after "Reserved <items> items" in 72 sessions.',
    risk_score: 60,
  },
  record_score: 60,
  subject: { kind: 'session', key: 'gateway/template_received/missing:template_authorising' },
  anomaly: {
    type: 'sequence',
    status: 'resolved',
    found_status: 'resolved',
    first_seen: '2026-01-20T10:00:00.000Z',
    last_seen: '2026-01-20T10:06:00.000Z',
    judged_until: '2026-01-20T10:20:00.000Z',
    raised: '2026-01-20T10:01:10.000Z',
    samples: [],
    reason: {
      code: 'sequence_missing',
      service: 'payment',
      template: 'Authorising <total> EUR for order <order>',
      steps: {
        before: 'Reserved <items> items for order <order>',
        expected: 'Authorising <total> EUR for order <order>',
      },
      numbers: { sessions: 72, typical: 0.05, position: 12, decades: 30 },
      times: { from: '2026-01-20T10:00:00.000Z', to: '2026-01-20T10:06:00.000Z' },
    },
    context: {
      deviation: 'missing',
      position: 12,
      before: [
        'Reserving <items> items of order <order> at inventory',
        'Reserved <items> items for order <order>',
      ],
      ngram: [
        'Reserving <items> items of order <order> at inventory',
        'Reserved <items> items for order <order>',
        'Shipment <shipment> of order <order> announced to carrier <carrier>',
      ],
      after: ['Order <order> completed in <ms>ms', ''],
      expected: ['Authorising <total> EUR for order <order>'],
      became_level: false,
      unweighted_score: 100,
    },
  },
  typical: 0.05,
  actual: 72,
  probability: 1e-30,
  service: { name: 'payment' },
  log_ai: { request_id: 'req-5c0fd4d32a83' },
  is_interim: false,
};

/** One of those that left it out: it has no error. */
const requestOf = (request_id: string): RequestDocument => ({
  '@timestamp': '2026-01-20T10:02:00.000Z',
  request_id,
  outcome: 'failed',
  path: { service: 'gateway' },
  event: {
    start: '2026-01-20T10:02:00.000Z',
    end: '2026-01-20T10:02:01.000Z',
    duration: 1_000_000_000,
    created: '2026-01-20T10:03:00.000Z',
  },
  services: ['gateway', 'inventory', 'shipping'],
  line_count: 14,
  error_count: 0,
  break_point: { service: 'inventory' },
  anomaly_id: FOUND.event.id,
  hops: [],
});

let stage: Stage;
let remove: (() => Promise<void>)[];
beforeAll(async () => {
  remove = await Promise.all([
    storeAnomaly(FOUND),
    ...['req-unpaid-1', 'req-unpaid-2'].map((id) => storeRequest(requestOf(id))),
  ]);
  stage = await openStage();
});
afterAll(async () => {
  await Promise.all(remove.map((one) => one()));
  await stage.close();
});

const DAY = { from: '2026-01-20T09:30:00.000Z', to: '2026-01-20T10:30:00.000Z' };
const SHOWN = { ...DAY, anomaly: FOUND.event.id };

test.each([
  { width: 1400, dark: false },
  { width: 800, dark: true },
])('shows position, n-gram, the steps around it and what usually comes ($width px)', async (how) => {
  const page = await stage.open('anomalies', { params: SHOWN, ...how });
  const steps = page.getByTestId(TEST_IDS.sequenceSteps);
  await steps.waitFor();
  const text = await steps.innerText();
  for (const said of [
    'step 13',
    'Reserved <items> items for order <order>',
    'Authorising <total> EUR for order <order>',
    'Shipment <shipment> of order <order> announced to carrier <carrier>',
    'Order <order> completed in <ms>ms',
    'end of the session',
    'req-5c0fd4d32a83',
  ])
    expect(text).toContain(said);
  await page
    .getByText('payment: "Authorising <total> EUR for order <order>" is missing after')
    .first()
    .waitFor();
  await page.getByText('72 sessions').first().waitFor();
  await expectNoSidewaysScroll(page);
  await stage.expectAccessible(page);
  expect(stage.complaints()).toEqual([]);
});

test('leads to all of its requests, and each of them back to it', async () => {
  const page = await stage.open('anomalies', { params: SHOWN });
  await page.getByText('2 requests took these steps.').waitFor();
  await page.getByRole('link', { name: 'Show all of them' }).click();
  const list = page.getByTestId(TEST_IDS.failedRequests);
  await list.getByText('req-unpaid-2').waitFor();
  await list.getByText('It left the usual way after this line:').first().waitFor();
  await stage.expectAccessible(page);
  await list.getByRole('link', { name: 'Its steps are part of an anomaly.' }).first().click();
  await page.getByTestId(TEST_IDS.sequenceSteps).waitFor();
  expect(stage.complaints()).toEqual([]);
});
