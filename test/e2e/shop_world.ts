import { shipHistory } from '../../demo/shop/ship.ts';
import { generateShop } from '../../demo/shop/generate.ts';
import { minuteOf, timeOfMinute } from '../../common/minutes.ts';
import { composeLogAi } from '../../ml-service/src/compose.ts';
import { loadConfig } from '../../ml-service/src/config.ts';
import { runBackfill } from '../fixtures/run_backfill.ts';
import { type ServiceProcess, startServiceProcess } from '../fixtures/service_process.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-01-15T14:00:00Z');
const SEED = 7;
const REQUESTS_PER_SECOND = 2;
/** The first slice teaches the templates; what follows is labelled at index time. */
const FIRST_SLICE_MS = 2 * MINUTE;

/** An hour of the web shop, the same in every run: its database stops answering for eight minutes. */
export const SHOP = {
  from: new Date(START).toISOString(),
  to: new Date(START + 60 * MINUTE).toISOString(),
  incident: { start: START + 45 * MINUTE, end: START + 53 * MINUTE },
} as const;

function* shopBetween(from: number, to: number) {
  const incidents = [{ kind: 'database_timeout', ...SHOP.incident }] as const;
  yield* generateShop({
    seed: SEED,
    start: from,
    end: to,
    requestsPerSecond: REQUESTS_PER_SECOND,
    incidents,
  });
}

async function detect(url: string, range: { from: number; to: number }): Promise<void> {
  await runBackfill(url, { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() });
}

/**
 * Sets Log AI up in an empty cluster, ships the shop's hour and a minute of the last hour, and has a service read and
 * count both. It goes on running.
 *
 * @param elasticsearch_url - A cluster without Log AI.
 */
export async function startShopWorld(elasticsearch_url: string): Promise<ServiceProcess> {
  const logAi = composeLogAi(loadConfig({ env: { ELASTICSEARCH_URL: elasticsearch_url } }));
  // Streams that an earlier run emptied are there still.
  await logAi.setUp({ adopt_existing: true });
  await logAi.close();
  const service = await startServiceProcess({
    ELASTICSEARCH_URL: elasticsearch_url,
    LOG_AI_TASKS__INTERVAL_SECONDS: '2',
    LOG_AI_TASKS__LEASE_TTL_SECONDS: '10',
    // The hour of the shop lies as far back as the test is old.
    LOG_AI_RETENTION__TEMPLATE_COUNTS: '36500',
    LOG_AI_RETENTION__ANOMALIES: '36500',
    LOG_AI_RETENTION__REQUESTS: '36500',
    LOG_AI_RETENTION__REQUEST_SAMPLES: '36500',
    LOG_AI_RETENTION__EDGES: '36500',
  });
  const ship = async (from: number, to: number) => {
    const { failed, first_failure } = await shipHistory({
      target: { url: elasticsearch_url },
      documents: shopBetween(from, to),
    });
    if (failed > 0) throw new Error(`${failed} documents were refused: ${first_failure ?? ''}`);
    // A backfill reads what can be seen when it begins.
    const refreshed = await fetch(`${elasticsearch_url}/logs-*/_refresh`, { method: 'POST' });
    if (!refreshed.ok) throw new Error(`The lines cannot be made visible: ${await refreshed.text()}`);
  };
  const end = Date.parse(SHOP.to);
  await ship(START, START + FIRST_SLICE_MS);
  await detect(service.url, { from: START, to: START + FIRST_SLICE_MS });
  await ship(START + FIRST_SLICE_MS, end);
  await detect(service.url, { from: START, to: end });
  // Its minutes are over, so that they are counted before the first test looks.
  const lately = timeOfMinute(minuteOf(Date.now()) - 2);
  await ship(lately - MINUTE, lately);
  await detect(service.url, { from: lately - MINUTE, to: lately });
  return service;
}
