import type { Flow } from './flow.ts';
import { text } from './text.ts';
import * as values from './values.ts';

/** A statement that no request causes. */
interface BackgroundTask {
  /** How often in a minute, on average; and while orders-db does badly, where that differs. */
  readonly per_minute: number;
  readonly per_minute_in_incident?: number;
  readonly log: (flow: Flow) => void;
}

const gateway: BackgroundTask = {
  per_minute: 6,
  log: (flow) => {
    const instance = flow.random.pick(['auth-1', 'catalog-2', 'cart-1', 'checkout-2', 'inventory-1']);
    flow.debug('gateway', text`Health check of ${instance} passed in ${flow.random.integer(1, 9)}ms`);
  },
};

const auth: BackgroundTask = {
  per_minute: 1,
  log: (flow) => {
    const fields = { removed: flow.random.integer(0, 90), duration_ms: flow.random.integer(2, 40) };
    flow.info('auth', text`Expired sessions removed`, { fields });
  },
};

const catalog: BackgroundTask = {
  per_minute: 1,
  log: (flow) => {
    const categories = flow.random.integer(8, 12);
    flow.info('catalog', text`Refreshed ${categories} category trees in ${flow.random.integer(80, 400)}ms`, {
      logger: 'CategoryService',
    });
  },
};

const search: BackgroundTask = {
  per_minute: 2,
  log: (flow) => {
    const fields = { segments: flow.random.integer(3, 12), size_mb: flow.random.integer(5, 900) };
    flow.info('search', text`Index segments merged`, { fields });
  },
};

const cart: BackgroundTask = {
  per_minute: 1,
  log: (flow) => {
    flow.info('cart', text`Evicted ${flow.random.integer(1, 60)} carts idle for more than 1800s`);
  },
};

const checkout: BackgroundTask = {
  per_minute: 3,
  log: (flow) => {
    const { random } = flow;
    const active = random.integer(1, 9);
    flow.debug(
      'checkout',
      text`Pool statistics of checkout-db: ${active} active, ${10 - active} idle, 0 waiting`,
      {
        logger: 'PoolMonitor',
      },
    );
  },
};

const payment: BackgroundTask = {
  per_minute: 1,
  log: (flow) => {
    const { random } = flow;
    flow.info(
      'payment',
      text`Settlement batch b-${random.integer(10000, 99999)} with ${random.integer(5, 90)} payments sent to acquirer-${random.integer(1, 2)}`,
      { logger: 'SettlementJob' },
    );
  },
};

const garbageCollection: BackgroundTask = {
  per_minute: 4,
  log: (flow) => {
    const { random } = flow;
    const before = random.integer(380, 900);
    const after = before - random.integer(120, 320);
    flow.debug(
      random.pick(['catalog', 'checkout', 'payment']),
      text`GC pause of ${random.integer(3, 60)}ms, heap ${before}M to ${after}M`,
      {
        logger: 'MemoryMonitor',
      },
    );
  },
};

const stockSync: BackgroundTask = {
  per_minute: 2,
  log: (flow) => {
    const { random } = flow;
    flow.info(
      'inventory',
      text`Synchronised ${random.integer(40, 1800)} stock levels of ${values.warehouse(random)} in ${random.integer(90, 900)}ms`,
    );
  },
};

/** Known and rare; in an incident some thirty times more frequent. */
const poolWarning: BackgroundTask = {
  per_minute: 0.8,
  per_minute_in_incident: 26,
  log: (flow) => {
    const { random } = flow;
    const unhealthy = flow.ordersDatabase !== 'healthy';
    const used = unhealthy ? 50 : random.integer(43, 49);
    const waiting = unhealthy ? random.integer(8, 140) : random.integer(0, 3);
    flow.warn(
      'inventory',
      text`Connection pool of orders-db: ${used} of 50 connections in use, ${waiting} waiting`,
    );
  },
};

/** Never seen before an incident. */
const readinessLost: BackgroundTask = {
  per_minute: 0,
  per_minute_in_incident: 6,
  log: (flow) => {
    const { random } = flow;
    flow.error(
      'inventory',
      text`Readiness probe failed ${random.integer(2, 30)} times in a row: orders-db unreachable`,
    );
  },
};

const pricing: BackgroundTask = {
  per_minute: 0.5,
  log: (flow) => {
    const fields = { version: flow.random.integer(2000, 2400), entries: flow.random.integer(18000, 19000) };
    flow.info('pricing', text`Price list loaded`, { fields });
  },
};

const shipping: BackgroundTask = {
  per_minute: 1.5,
  log: (flow) => {
    const carrier = flow.random.pick(['parcelone', 'quickship', 'bikepost']);
    flow.info(
      'shipping',
      text`Fetched ${flow.random.integer(1, 80)} tracking updates from carrier ${carrier}`,
    );
  },
};

const notification: BackgroundTask = {
  per_minute: 2,
  log: (flow) => {
    const fields = { depth: flow.random.integer(0, 40), oldest_s: flow.random.integer(0, 20) };
    flow.info('notification', text`Mail queue measured`, { fields });
  },
};

const certificate: BackgroundTask = {
  per_minute: 0.1,
  log: (flow) => {
    const days = flow.random.integer(11, 29);
    flow.warn('gateway', text`Certificate of shop.example.com expires in ${days} days`);
  },
};

/** What services say by themselves. */
export const BACKGROUND_TASKS: readonly BackgroundTask[] = [
  gateway, auth, catalog, search, cart, checkout, payment, garbageCollection, stockSync, poolWarning, readinessLost,
  pricing, shipping, notification, certificate,
]; // prettier-ignore

/** In every few seconds payment asks the bank; while it is not trusted, the library that checks certificates says so. */
const BANK_ASKED = 0.2;

/** A second in which the certificate of the bank is not trusted. */
export function checkBankCertificate(flow: Flow): void {
  if (!flow.random.chance(BANK_ASKED)) return;
  flow.warn(
    'payment',
    text`PKIX path building failed: unable to find valid certification path to requested target`,
    { logger: 'SunCertPathBuilder' },
  );
}
