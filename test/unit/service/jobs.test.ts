import { expect, test } from 'vitest';
import { BacktestResult } from '../../../common/documents/backtest_result.ts';
import { jobServices } from '../../../ml-service/src/service/jobs.ts';
import { queuedJob } from '../../../ml-service/src/store/job_record.ts';
import { MemoryJobs } from '../../fixtures/memory_jobs.ts';

/** Who sees what a back-test found: its record is for all, its findings are for those who may read where they come from. */

const worstOf = (id: string, data_streams?: string[]) => ({
  id,
  type: 'frequency' as const,
  risk_score: 80,
  first_seen: '2026-01-05T10:00:00.000Z',
  last_seen: '2026-01-05T10:08:00.000Z',
  reason: `${id} came more often`,
  ...(data_streams && { data_streams }),
});

const incidentOf = (id: string, data_streams: string[]) => ({
  id,
  risk_score: 80,
  start: '2026-01-05T10:00:00.000Z',
  end: '2026-01-05T10:08:00.000Z',
  reason: `${id} failed`,
  headline: { code: 'anomalies', services: ['orders'], numbers: { anomalies: 2, services: 1 } },
  services: ['orders'],
  anomalies: 2,
  failed_requests: 0,
  data_streams,
});

const RESULT = BacktestResult.parse({
  judged_minutes: 240,
  anomalies: 3,
  by_type: { frequency: { critical: 3 } },
  worst: [worstOf('a', ['logs-shop']), worstOf('b', ['logs-bank']), worstOf('c')],
  incidents: 2,
  worst_incidents: [incidentOf('ab', ['logs-bank', 'logs-shop']), incidentOf('s', ['logs-shop'])],
});
/** What it keeps for its next block. */
const STORED = { ...RESULT, open_evidence: [{ id: 'a', service: 'secret' }] };

test.each([
  { reads: undefined, sees: ['a', 'b', 'c'], incidents: ['ab', 's'], anomalies: 3 },
  { reads: ['logs-shop'], sees: ['a'], incidents: ['s'], anomalies: undefined },
  { reads: ['logs-shop', 'logs-bank'], sees: ['a', 'b'], incidents: ['ab', 's'], anomalies: undefined },
  { reads: [], sees: [], incidents: [], anomalies: undefined },
])('who reads $reads sees $sees of a back-test', async ({ reads, sees, incidents, anomalies }) => {
  const jobs = new MemoryJobs();
  const job = { ...queuedJob({ kind: 'backtest', request: {}, now: 0 }), result: STORED };
  await jobs.update(job.id, () => job);
  const services = jobServices({
    jobs,
    logs: {} as never,
    now: () => 0,
    wakeJobs: () => undefined,
    silent_ms: 1000,
  });
  const { result } = await services.job(
    { id: job.id },
    { user: 'anna', ...(reads && { data_streams: reads }) },
  );
  expect((result as BacktestResult).worst.map(({ id }) => id)).toEqual(sees);
  expect((result as BacktestResult).worst_incidents.map(({ id }) => id)).toEqual(incidents);
  expect(result!['anomalies']).toBe(anomalies);
  expect(result).not.toHaveProperty('open_evidence');
});
