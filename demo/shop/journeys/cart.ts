import { reachOrdersDatabase, reachStore, stockCheckTakes } from '../dependencies.ts';
import type { Flow } from '../flow.ts';
import { text } from '../text.ts';
import * as values from '../values.ts';
import { priceProducts } from './browse.ts';
import type { Journey, Visitor } from './journey.ts';

/** cart waits this long for inventory, then believes its own cache. */
const STOCK_CHECK_TIMEOUT_MS = 2_000;

/** Something goes into the cart: cart, inventory and pricing. */
export function addToCart(flow: Flow, { cart, user }: Visitor): Journey {
  const sku = values.sku(flow.random);
  const quantity = flow.random.integer(1, 3);
  return {
    method: 'POST',
    path: '/cart/items',
    route: 'cart',
    answer: (strand) => {
      const { random } = strand;
      strand.info('cart', text`Adding ${quantity} x ${sku} to ${cart} of ${user}`);
      strand.work(2);
      checkStock(strand, sku);
      priceProducts(strand, quantity);
      reachStore(strand, { service: 'cart', store: 'cache-1', timeout_ms: 500 });
      strand.debug('cart', text`Saved cart ${cart} to carts-db in ${strand.work(5)}ms`);
      const total = values.amount(random);
      strand.info(
        'cart',
        text`Cart ${cart} holds ${quantity + random.integer(0, 6)} items worth ${total} EUR`,
      );
      return 200;
    },
  };
}

function checkStock(flow: Flow, sku: string): void {
  const takes = stockCheckTakes(flow);
  if (takes > STOCK_CHECK_TIMEOUT_MS) {
    // inventory goes on trying on its own while cart does without.
    if (flow.ordersDatabase === 'unreachable' && flow.random.chance(0.3)) reachOrdersDatabase(flow.branch());
    flow.wait(STOCK_CHECK_TIMEOUT_MS);
    flow.warn(
      'cart',
      text`Stock check of ${sku} exceeded ${STOCK_CHECK_TIMEOUT_MS}ms, using availability cached ${flow.random.integer(5, 240)}s ago`,
    );
    return;
  }
  flow.wait(takes);
  flow.debug(
    'inventory',
    text`Stock check of ${sku}: ${flow.random.integer(3, 400)} units available in ${values.warehouse(flow.random)}`,
  );
}
