import type { Random } from './random.ts';

const ADJECTIVES = [
  'amber',
  'brisk',
  'calm',
  'dusty',
  'eager',
  'fuzzy',
  'glad',
  'hazy',
  'ivory',
  'jolly',
  'keen',
  'lucky',
];
const ANIMALS = [
  'badger',
  'crane',
  'dingo',
  'egret',
  'ferret',
  'gecko',
  'heron',
  'ibex',
  'jackal',
  'koala',
  'lemur',
  'marten',
];
const CATEGORIES = [
  'shoes',
  'jackets',
  'tents',
  'lamps',
  'knives',
  'ropes',
  'backpacks',
  'bottles',
  'stoves',
  'maps',
];
const WAREHOUSES = ['warehouse-north', 'warehouse-south', 'warehouse-east'];
// Reserved for documentation (RFC 5737), so no client of anybody is named.
const CLIENT_NETWORKS = ['192.0.2', '198.51.100', '203.0.113'];

export const userName = (random: Random): string =>
  `${random.pick(ADJECTIVES)}_${random.pick(ANIMALS)}${random.integer(10, 99)}`;
export const clientIp = (random: Random): string =>
  `${random.pick(CLIENT_NETWORKS)}.${random.integer(1, 254)}`;
export const sku = (random: Random): string => `SKU-${random.integer(1000, 9999)}`;
export const category = (random: Random): string => random.pick(CATEGORIES);
export const warehouse = (random: Random): string => random.pick(WAREHOUSES);
export const orderId = (random: Random): string => `ord-${random.integer(1_000_000, 9_999_999)}`;
export const cartId = (random: Random): string => `cart-${random.hex(10)}`;
export const sessionId = (random: Random): string => `sess-${random.hex(16)}`;
export const amount = (random: Random): string => random.around(64, 0.7).toFixed(2);

/** Two or three words, as people type them. */
export function searchQuery(random: Random): string {
  const words = [random.pick(ADJECTIVES), category(random)];
  if (random.chance(0.3)) words.push(String(random.integer(36, 47)));
  return words.join(' ');
}
