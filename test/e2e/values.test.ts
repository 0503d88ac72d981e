import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnomalyDocument } from '../../common/documents/anomaly_document.ts';
import { TEST_IDS } from '../../public/app/test_ids.ts';
import { expectNoSidewaysScroll, openStage, type Stage } from './stage.ts';
import { storeAnomaly } from './stored_anomaly.ts';

/** Payments that take twice as long without an error, as their flyout shows them. They lie on a day of their own. */

const FOUND: AnomalyDocument = {
  '@timestamp': '2026-01-21T10:00:00.000Z',
  event: {
    id: 'values_of_e2e',
    kind: 'alert',
    start: '2026-01-21T10:00:00.000Z',
    end: '2026-01-21T10:06:00.000Z',
    created: '2026-01-21T10:01:10.000Z',
    updated: '2026-01-21T10:07:00.000Z',
    reason: 'payment: took_ms of "Payment was authorised in <took_ms>ms" at 802 ms, usually 401 ms.',
    risk_score: 29,
  },
  record_score: 29,
  subject: { kind: 'parameter', key: 'template_payment/took_ms' },
  anomaly: {
    type: 'parameter',
    status: 'resolved',
    found_status: 'resolved',
    first_seen: '2026-01-21T10:00:00.000Z',
    last_seen: '2026-01-21T10:06:00.000Z',
    judged_until: '2026-01-21T10:20:00.000Z',
    raised: '2026-01-21T10:01:10.000Z',
    samples: [],
    reason: {
      code: 'parameter_shift',
      service: 'payment',
      template: 'Payment was authorised in <took_ms>ms',
      parameter: 'took_ms',
      measure: 'duration',
      numbers: { actual: 802, typical: 401, values: 300, window_minutes: 5, decades: 40 },
      times: { from: '2026-01-21T10:00:00.000Z', to: '2026-01-21T10:06:00.000Z' },
    },
    context: {
      window_minutes: 5,
      total: 300,
      became_level: false,
      measure: 'duration',
      request_ids: ['order-3500'],
      known_values: 3500,
      half: 401,
      ninety_five_of_100: 490,
      ninety_nine_of_100: 498,
      largest: 499,
    },
  },
  typical: 401,
  actual: 802,
  probability: 1e-40,
  service: { name: 'payment' },
  log_ai: { parameter: { name: 'took_ms' } },
  is_interim: false,
};

let stage: Stage;
let remove: () => Promise<void>;
beforeAll(async () => {
  remove = await storeAnomaly(FOUND);
  stage = await openStage();
});
afterAll(async () => {
  await remove();
  await stage.close();
});

const DAY = { from: '2026-01-21T09:30:00.000Z', to: '2026-01-21T10:30:00.000Z', anomaly: FOUND.event.id };

test.each([
  { width: 1400, dark: false },
  { width: 800, dark: true },
])('shows a value beside its quantiles ($width px)', async (how) => {
  const page = await stage.open('anomalies', { params: DAY, ...how });
  const quantiles = page.getByTestId(TEST_IDS.valueQuantiles);
  await quantiles.waitFor();
  const rows = await quantiles.getByRole('row').allInnerTexts();
  expect(rows.map((row) => row.split(/\s*[\t\n]+\s*/).filter(Boolean))).toEqual([
    ['took_ms', 'Value'],
    ['This value', '802 ms'],
    ['Half are at most', '401 ms'],
    ['95 of 100 are at most', '490 ms'],
    ['99 of 100 are at most', '498 ms'],
    ['Largest seen', '499 ms'],
    ['Values to compare with', '3,500'],
  ]);
  await expectNoSidewaysScroll(page);
  await stage.expectAccessible(page);
  expect(stage.complaints()).toEqual([]);
});
