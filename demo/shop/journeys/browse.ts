import { reachStore } from '../dependencies.ts';
import type { Flow } from '../flow.ts';
import { text } from '../text.ts';
import * as values from '../values.ts';
import type { Journey } from './journey.ts';

/** A category page: catalog and pricing. */
export function browseCategory(flow: Flow): Journey {
  const name = values.category(flow.random);
  const page = flow.random.integer(1, 9);
  return {
    method: 'GET',
    path: `/category/${name}?page=${page}`,
    route: 'category',
    ...answerWith((strand) => {
      const products = strand.random.integer(6, 24);
      loadFromCatalog(strand, `category:${name}:${page}`);
      strand.info(
        'catalog',
        text`Loaded category ${name} page ${page} with ${products} products in ${strand.work(8)}ms`,
        {
          logger: 'CategoryService',
        },
      );
      priceProducts(strand, products);
    }),
  };
}

/** A product page: catalog, pricing and the stock from inventory's own cache. */
export function viewProduct(flow: Flow): Journey {
  const sku = values.sku(flow.random);
  return {
    method: 'GET',
    path: `/product/${sku}`,
    route: 'product',
    ...answerWith((strand) => {
      loadFromCatalog(strand, `product:${sku}`);
      strand.info('catalog', text`Loaded product ${sku} in ${strand.work(5)}ms`, {
        logger: 'ProductService',
      });
      const stock = strand.branch();
      stock.work(3);
      const units = stock.random.integer(0, 400);
      stock.debug('inventory', text`Stock of ${sku} is ${units} units in ${values.warehouse(stock.random)}`);
      if (units < 4)
        stock.info('inventory', text`Stock of ${sku} is low: ${units} units left, reorder level is 20`);
      priceProducts(strand, 1);
      strand.join(stock);
      if (strand.random.chance(0.15)) {
        strand.debug(
          'catalog',
          text`Recommended ${strand.random.integer(3, 12)} products related to ${sku} in ${strand.work(14)}ms`,
          {
            logger: 'RecommendationService',
          },
        );
      }
    }),
  };
}

/** A full-text search: search, catalog and pricing. */
export function searchProducts(flow: Flow): Journey {
  const query = values.searchQuery(flow.random);
  return {
    method: 'GET',
    path: `/search?q=${query.replaceAll(' ', '+')}`,
    route: 'search',
    ...answerWith((strand) => {
      const { random } = strand;
      strand.debug('search', text`Query expanded`, { fields: { query, terms: random.integer(2, 9) } });
      const took = strand.work(22);
      if (random.chance(0.006)) {
        strand.error('search', text`Query could not be parsed, searching for its words`, {
          fields: { query: `"${query}`, position: query.length + 1 },
        });
      }
      const hits = random.chance(0.05) ? 0 : random.integer(1, 900);
      strand.info('search', text`Query executed`, { fields: { query, hits, shards: 6, duration_ms: took } });
      if (hits === 0) strand.warn('search', text`Query has no hits`, { fields: { query } });
      else showHits(strand, Math.min(hits, 24));
    }),
  };
}

function showHits(flow: Flow, count: number): void {
  loadFromCatalog(flow, `hits:${flow.random.hex(8)}`);
  flow.info('catalog', text`Loaded ${count} products by id in ${flow.work(11)}ms`, {
    logger: 'ProductService',
  });
  priceProducts(flow, count);
}

function loadFromCatalog(flow: Flow, key: string): void {
  const logger = 'CatalogCache';
  reachStore(flow, { service: 'catalog', store: 'cache-1', timeout_ms: 500, logger });
  flow.work(1);
  if (flow.random.chance(0.8)) {
    flow.debug('catalog', text`Cache hit for ${key} on cache-1`, { logger });
    return;
  }
  flow.debug('catalog', text`Cache miss for ${key} on cache-1`, { logger });
  const rows = flow.random.integer(1, 60);
  flow.debug('catalog', text`Query on catalog-db returned ${rows} rows in ${flow.work(9)}ms`, {
    logger: 'CatalogRepository',
  });
}

/** pricing answers for some products. */
export function priceProducts(flow: Flow, items: number): void {
  const took = flow.work(4);
  flow.debug('pricing', text`Prices computed`, { fields: { items, currency: 'EUR', duration: `${took}ms` } });
  if (flow.random.chance(0.1)) {
    const fields = {
      campaign: `spring-${flow.random.integer(1, 12)}`,
      percent: flow.random.pick([5, 10, 15, 20]),
    };
    flow.info('pricing', text`Discount applied`, { fields });
  }
}

/** Most pages answer 200. */
function answerWith(work: (flow: Flow) => void): Pick<Journey, 'answer'> {
  return {
    answer: (flow) => {
      work(flow);
      return 200;
    },
  };
}
