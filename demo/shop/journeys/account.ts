import type { Flow } from '../flow.ts';
import { text } from '../text.ts';
import type { Journey, Visitor } from './journey.ts';

/** A login: auth, then cart and notification. */
export function logIn(_flow: Flow, visitor: Visitor): Journey {
  return { method: 'POST', path: '/login', route: 'login', answer: (flow) => authenticate(flow, visitor) };
}

function authenticate(flow: Flow, { user, ip, session, cart }: Visitor): number {
  const { random } = flow;
  flow.info('auth', text`Login attempt`, { fields: { user, remote_addr: ip } });
  flow.work(3);
  flow.debug('auth', text`Account loaded from users-db`, { fields: { user, duration_ms: flow.work(5) } });
  const verifying = flow.work(85); // argon2id is slow on purpose
  if (random.chance(0.06)) return refuseLogin(flow, { user, ip });
  flow.info('auth', text`Password verified`, {
    fields: { user, algorithm: 'argon2id', duration_ms: verifying },
  });
  flow.info('auth', text`Session created`, { fields: { user, session, ttl: '1800s' } });
  flow.work(2);
  if (random.chance(0.4)) {
    flow.info(
      'cart',
      text`Merged guest cart ${cart} with ${random.integer(1, 5)} items into the cart of ${user}`,
    );
    flow.debug('cart', text`Saved cart ${cart} to carts-db in ${flow.work(4)}ms`);
  }
  if (random.chance(0.2)) {
    const later = flow.branch();
    later.work(40);
    later.info('notification', text`Sign-in notice queued`, { fields: { user, channel: 'mail' } });
  }
  return 302;
}

function refuseLogin(flow: Flow, { user, ip }: { user: string; ip: string }): number {
  const attempt = flow.random.integer(1, 5);
  flow.warn('auth', text`Login failed`, { fields: { user, reason: 'wrong password', attempt } });
  if (attempt === 5)
    flow.warn('auth', text`Account locked for a while`, { fields: { user, remote_addr: ip, minutes: 15 } });
  return 401;
}

/** Where is my parcel: shipping. */
export function trackOrder(flow: Flow): Journey {
  const shipment = `shp-${flow.random.hex(8)}`;
  return {
    method: 'GET',
    path: `/shipments/${shipment}`,
    route: 'shipment',
    answer: (strand) => {
      const { random } = strand;
      strand.debug('shipping', text`Query on shipments-db for ${shipment} took ${strand.work(6)}ms`);
      if (random.chance(0.02)) {
        strand.warn(
          'shipping',
          text`Carrier parcelone answered status 503 for ${shipment}, showing the state of ${random.integer(2, 50)} minutes ago`,
        );
      }
      const state = random.pick(['announced', 'in_transit', 'out_for_delivery', 'delivered']);
      strand.info('shipping', text`Shipment ${shipment} is ${state} at hub-${random.integer(1, 30)}`);
      return 200;
    },
  };
}
