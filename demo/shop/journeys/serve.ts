import { reachStore } from '../dependencies.ts';
import type { Flow } from '../flow.ts';
import { text } from '../text.ts';
import * as values from '../values.ts';
import type { Journey, JourneyKind, Visitor } from './journey.ts';

const GATEWAY_TIMEOUT_MS = 60_000;
const SLOW_MS = 1_500;

/** One request from the gateway's first line to its last. */
export function serve(flow: Flow, kind: JourneyKind): void {
  const visitor: Visitor = {
    user: values.userName(flow.random),
    ip: values.clientIp(flow.random),
    session: values.sessionId(flow.random),
    cart: values.cartId(flow.random),
  };
  const journey = kind(flow, visitor);
  const began = flow.time;
  receive(flow, { journey, visitor });
  const behind = flow.branch();
  const status = answer(behind, { journey, visitor });
  const timedOut = behind.time - began > GATEWAY_TIMEOUT_MS;
  if (timedOut) timeOut(flow, { journey, began });
  else flow.join(behind);
  complete(flow, { journey, visitor, began, status: timedOut ? 504 : status });
}

function receive(flow: Flow, { journey, visitor }: { journey: Journey; visitor: Visitor }): void {
  const { random } = flow;
  flow.info('gateway', text`Received ${journey.method} ${journey.path} from ${visitor.ip}`);
  flow.work(0.6);
  if (random.chance(0.25)) {
    flow.debug(
      'gateway',
      text`TLS session of ${visitor.ip} resumed with TLSv1.3, ${random.integer(1, 40)} requests so far`,
    );
  }
  if (random.chance(0.004)) {
    flow.warn(
      'gateway',
      text`Client ${visitor.ip} sent ${random.integer(61, 180)} requests in 60s, limit is 60`,
    );
  }
  flow.debug(
    'gateway',
    text`Routing ${journey.method} ${journey.path} to ${flow.workerOf('web-frontend').instance}:8080`,
  );
  flow.work(1.2);
}

/** web-frontend checks the session, asks the services, and renders the page. */
function answer(flow: Flow, { journey, visitor }: { journey: Journey; visitor: Visitor }): number {
  const began = flow.time;
  flow.debug('web-frontend', text`Request started`, { fields: { route: journey.route, url: journey.path } });
  flow.work(1);
  validateSession(flow, visitor);
  const status = journey.answer(flow);
  if (flow.time - began > GATEWAY_TIMEOUT_MS) return status; // nobody waits for the page any more
  flow.work(4);
  flow.info('web-frontend', text`Page rendered`, {
    fields: {
      route: journey.route,
      status,
      duration_ms: flow.since(began),
      components: flow.random.integer(8, 60),
    },
  });
  flow.work(0.8);
  return status;
}

function validateSession(flow: Flow, visitor: Visitor): void {
  const began = flow.time;
  reachStore(flow, { service: 'auth', store: 'sessions-db', timeout_ms: 2_000 });
  flow.work(2);
  const fields = { session: visitor.session, user: visitor.user, duration_ms: flow.since(began) };
  flow.debug('auth', text`Session validated`, { fields });
  if (flow.random.chance(0.02)) {
    flow.info('auth', text`Session extended`, { fields: { session: visitor.session, ttl: '1800s' } });
  }
}

function timeOut(flow: Flow, { journey, began }: { journey: Journey; began: number }): void {
  flow.wait(began + GATEWAY_TIMEOUT_MS - flow.time);
  flow.error(
    'gateway',
    text`Upstream ${journey.route} gave no response within ${GATEWAY_TIMEOUT_MS}ms, answering 504 Gateway Timeout to ${journey.method} ${journey.path}`,
  );
  flow.work(1);
  flow.warn('web-frontend', text`Error page shown`, { fields: { route: journey.route, status: 504 } });
  flow.work(1);
}

function complete(
  flow: Flow,
  { journey, visitor, began, status }: { journey: Journey; visitor: Visitor; began: number; status: number },
): void {
  const took = flow.since(began);
  if (took > SLOW_MS) {
    flow.warn(
      'gateway',
      text`Slow response to ${journey.method} ${journey.path}: ${took}ms, budget is ${SLOW_MS}ms`,
    );
  }
  const bytes = Math.round(flow.random.around(14_000, 0.8));
  flow.info(
    'gateway',
    text`Completed ${journey.method} ${journey.path} for ${visitor.ip} with status ${status} in ${took}ms, ${bytes} bytes`,
  );
}
