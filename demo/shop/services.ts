export const SERVICE_NAMES = [
  'gateway',
  'web-frontend',
  'auth',
  'catalog',
  'search',
  'cart',
  'checkout',
  'payment',
  'inventory',
  'pricing',
  'shipping',
  'notification',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** How a service writes its lines, see layouts.ts. */
export type Layout = 'iso' | 'spring' | 'logfmt' | 'json' | 'ecs_json';

/** One service of the shop. */
export interface Service {
  readonly layout: Layout;
  /** Whether the shipper adds service.name, host.name and log.file.path, or ships nothing but time and line. */
  readonly shipper: 'adds_service' | 'line_only';
  readonly instances: number;
}

/** Twelve services of different teams: five layouts, two ways to ship. */
export const SERVICES: Readonly<Record<ServiceName, Service>> = {
  gateway: { layout: 'iso', shipper: 'line_only', instances: 2 },
  'web-frontend': { layout: 'json', shipper: 'line_only', instances: 3 },
  auth: { layout: 'logfmt', shipper: 'adds_service', instances: 2 },
  catalog: { layout: 'spring', shipper: 'adds_service', instances: 3 },
  search: { layout: 'ecs_json', shipper: 'line_only', instances: 2 },
  cart: { layout: 'iso', shipper: 'line_only', instances: 2 },
  checkout: { layout: 'spring', shipper: 'adds_service', instances: 2 },
  payment: { layout: 'spring', shipper: 'adds_service', instances: 2 },
  inventory: { layout: 'iso', shipper: 'line_only', instances: 2 },
  pricing: { layout: 'logfmt', shipper: 'line_only', instances: 2 },
  shipping: { layout: 'iso', shipper: 'adds_service', instances: 1 },
  notification: { layout: 'json', shipper: 'line_only', instances: 1 },
};
