import { reachOrdersDatabase } from '../dependencies.ts';
import type { Flow } from '../flow.ts';
import { text } from '../text.ts';
import * as values from '../values.ts';
import { priceProducts } from './browse.ts';
import type { Journey, Visitor } from './journey.ts';

/** checkout waits this long for inventory, tries once more, and gives the order up. */
const RESERVATION_TIMEOUT_MS = 45_000;

interface Order {
  readonly id: string;
  readonly items: number;
  readonly total: string;
  readonly visitor: Visitor;
}

const ORDERS = { logger: 'OrderController' };

/** An order: eleven services, from gateway to notification. */
export function checkOut(flow: Flow, visitor: Visitor): Journey {
  const { random } = flow;
  const order: Order = {
    id: values.orderId(random),
    items: random.integer(1, 6),
    total: values.amount(random),
    visitor,
  };
  return {
    method: 'POST',
    path: '/checkout',
    route: 'checkout',
    answer: (strand) => placeOrder(strand, order),
  };
}

function placeOrder(flow: Flow, order: Order): number {
  const began = flow.time;
  flow.info('cart', text`Locked ${order.visitor.cart} with ${order.items} items for checkout`);
  flow.work(3);
  flow.info(
    'checkout',
    text`Order ${order.id} created for ${order.visitor.user} with ${order.items} items`,
    ORDERS,
  );
  flow.debug('catalog', text`Verified ${order.items} products of order ${order.id} in ${flow.work(6)}ms`, {
    logger: 'ProductService',
  });
  priceProducts(flow, order.items);
  flow.debug(
    'checkout',
    text`Order ${order.id} priced at ${order.total} EUR including ${flow.random.integer(0, 9)}.90 EUR shipping`,
    ORDERS,
  );
  if (!reserve(flow, order)) return 503;
  if (!flow.leavesPaymentOut && !pay(flow, order)) return 402;
  ship(flow, order);
  flow.info('checkout', text`Order ${order.id} completed in ${flow.since(began)}ms`, ORDERS);
  flow.debug('cart', text`Emptied ${order.visitor.cart} after order ${order.id}`);
  return 200;
}

function reserve(flow: Flow, order: Order): boolean {
  const asked = flow.time;
  flow.debug('checkout', text`Reserving ${order.items} items of order ${order.id} at inventory`, {
    logger: 'InventoryClient',
  });
  const inventory = flow.branch();
  inventory.work(3);
  const reached = reachOrdersDatabase(inventory);
  if (reached) {
    inventory.info(
      'inventory',
      text`Reserved ${order.items} items for order ${order.id} in ${values.warehouse(flow.random)}`,
    );
    if (inventory.time - asked <= RESERVATION_TIMEOUT_MS) {
      flow.join(inventory);
      return true;
    }
    inventory.work(15);
    inventory.info('inventory', text`Released reservation of order ${order.id}: nobody waits for it`);
  } else {
    inventory.error(
      'inventory',
      text`Reservation of order ${order.id} aborted: orders-db takes no connections`,
    );
  }
  abandon(flow, order);
  return false;
}

/** payment is never reached: money is not taken for what may not be there. */
function abandon(flow: Flow, order: Order): void {
  flow.wait(RESERVATION_TIMEOUT_MS);
  flow.error(
    'checkout',
    text`Upstream inventory failed for order ${order.id}: no response within ${RESERVATION_TIMEOUT_MS}ms`,
    { logger: 'InventoryClient' },
  );
  flow.work(5);
  flow.warn('checkout', text`Retrying reservation of order ${order.id}, attempt 2 of 2`, {
    logger: 'InventoryClient',
  });
  flow.wait(RESERVATION_TIMEOUT_MS);
  flow.error(
    'checkout',
    text`Order ${order.id} abandoned: ${order.items} items are not reserved, payment was not attempted`,
    ORDERS,
  );
  flow.work(3);
  flow.info('cart', text`Unlocked ${order.visitor.cart}: order ${order.id} was not placed`);
}

function pay(flow: Flow, order: Order): boolean {
  const { random } = flow;
  const logger = 'PaymentService';
  flow.info(
    'payment',
    text`Authorising ${order.total} EUR for order ${order.id} with card ending ${random.integer(1000, 9999)}`,
    { logger },
  );
  const risk = random.fraction();
  flow.debug('payment', text`Risk score of order ${order.id} is ${risk.toFixed(3)}`, {
    logger: 'RiskService',
  });
  const took = flow.work(420 * flow.paymentSlowness);
  if (random.chance(0.025)) {
    const reason = random.pick(['insufficient_funds', 'card_expired', 'issuer_declined']);
    flow.error(
      'payment',
      text`Payment of order ${order.id} declined by acquirer-${random.integer(1, 2)}: ${reason}`,
      { logger },
    );
    flow.work(3);
    flow.warn('checkout', text`Order ${order.id} waits for another means of payment`, ORDERS);
    return false;
  }
  flow.info('payment', text`Payment pay-${random.hex(10)} of order ${order.id} authorised in ${took}ms`, {
    logger,
  });
  flow.work(2);
  return true;
}

function ship(flow: Flow, order: Order): void {
  const { random } = flow;
  const carrier = random.pick(['parcelone', 'quickship', 'bikepost']);
  flow.work(12);
  if (random.chance(0.008)) {
    flow.error(
      'shipping',
      text`Address of order ${order.id} not found by geocoder, using postal code ${random.integer(10000, 99999)}`,
    );
  }
  flow.info(
    'shipping',
    text`Shipment shp-${random.hex(8)} of order ${order.id} announced to carrier ${carrier}`,
  );
  const mail = flow.branch();
  const took = mail.work(160);
  const recipient = `${order.visitor.user}@example.com`;
  if (random.chance(0.01)) {
    mail.error('notification', text`Mail bounced`, {
      fields: { order: order.id, recipient, reply: '550 mailbox unavailable' },
    });
  } else {
    mail.info('notification', text`Order confirmation sent`, {
      fields: { order: order.id, recipient, duration_ms: took },
    });
  }
}
