import type { Flow } from './flow.ts';
import type { ServiceName } from './services.ts';
import { text } from './text.ts';

/** inventory gives up a connection attempt after this time. */
const CONNECT_TIMEOUT_MS = 30_000;
const CONNECT_ATTEMPTS = 5;

/** A few connections of the pool survive the outage. */
const SURVIVING_CONNECTIONS = 0.12;

/** How long normal queries on orders-db take, and those of the time before it is lost. */
const QUERY_MS = { healthy: 9, slow: 4_200 } as const;

/** Now and then any connection needs a second try; most services never notice. */
const HICCUP = 0.0006;

/**
 * Reaches a store other than orders-db. Rarely the first attempt times out, in the same words as in an incident.
 */
export function reachStore(
  flow: Flow,
  {
    service,
    store,
    timeout_ms,
    logger,
  }: { service: ServiceName; store: string; timeout_ms: number; logger?: string },
): void {
  if (!flow.random.chance(HICCUP)) return;
  const extra = logger === undefined ? {} : { logger };
  const began = flow.time;
  flow.wait(timeout_ms);
  flow.warn(service, connectFailed({ target: store, timeout_ms, attempt: 1, attempts: 3 }), extra);
  flow.work(20);
  flow.info(service, connected({ target: store, attempt: 2, took_ms: flow.since(began) }), extra);
}

/** inventory asks orders-db. False when the database takes no connection in all attempts, 150 s later. */
export function reachOrdersDatabase(flow: Flow): boolean {
  const began = flow.time;
  for (let attempt = 1; attempt <= CONNECT_ATTEMPTS; attempt++) {
    if (flow.ordersDatabase !== 'unreachable' || flow.random.chance(SURVIVING_CONNECTIONS)) {
      if (attempt > 1)
        flow.info('inventory', connected({ target: 'orders-db', attempt, took_ms: flow.since(began) }));
      queryOrdersDatabase(flow);
      return true;
    }
    flow.wait(CONNECT_TIMEOUT_MS);
    flow.error(
      'inventory',
      connectFailed({
        target: 'orders-db',
        timeout_ms: CONNECT_TIMEOUT_MS,
        attempt,
        attempts: CONNECT_ATTEMPTS,
      }),
    );
    flow.work(4);
  }
  flow.error(
    'inventory',
    text`Giving up on orders-db after ${CONNECT_ATTEMPTS} attempts in ${flow.since(began)}ms`,
  );
  return false;
}

/** How soon inventory would answer a stock check now; nothing is logged, as the asker waits no longer than it likes. */
export function stockCheckTakes(flow: Flow): number {
  const state = flow.ordersDatabase;
  if (state === 'healthy') return flow.random.around(12, 0.6) * (flow.random.chance(0.025) ? 250 : 1);
  return flow.random.chance(SURVIVING_CONNECTIONS * 2) ? flow.random.around(400) : CONNECT_TIMEOUT_MS;
}

function queryOrdersDatabase(flow: Flow): void {
  const slow = flow.ordersDatabase === 'slow' || flow.random.chance(0.004);
  const took = flow.work(slow ? QUERY_MS.slow : QUERY_MS.healthy);
  if (took > 1000) {
    flow.warn(
      'inventory',
      text`Slow query on orders-db took ${took}ms: SELECT quantity FROM reservations WHERE shard = ${flow.random.integer(0, 63)} FOR UPDATE`,
    );
  }
}

function connectFailed({
  target,
  timeout_ms,
  attempt,
  attempts,
}: {
  target: string;
  timeout_ms: number;
  attempt: number;
  attempts: number;
}) {
  return text`Failed to connect to ${target}: Connection timeout after ${timeout_ms}ms, retry ${attempt}/${attempts}`;
}

function connected({ target, attempt, took_ms }: { target: string; attempt: number; took_ms: number }) {
  return text`Connected to ${target} on attempt ${attempt} after ${took_ms}ms`;
}
