import type { Random } from './random.ts';
import { logIn, trackOrder } from './journeys/account.ts';
import { browseCategory, searchProducts, viewProduct } from './journeys/browse.ts';
import { addToCart } from './journeys/cart.ts';
import { checkOut } from './journeys/checkout.ts';
import type { JourneyKind } from './journeys/journey.ts';

/** What visitors do, as shares of 1. */
const SHARES: readonly (readonly [share: number, kind: JourneyKind])[] = [
  [0.24, browseCategory],
  [0.27, viewProduct],
  [0.17, searchProducts],
  [0.07, logIn],
  [0.14, addToCart],
  [0.08, checkOut],
  [0.03, trackOrder],
];

/** One of the journeys, by its share. */
export function chooseJourney(random: Random): JourneyKind {
  let rest = random.fraction();
  for (const [share, kind] of SHARES) {
    rest -= share;
    if (rest < 0) return kind;
  }
  return browseCategory;
}

/** How many requests begin in a second: two slow waves of a few percent, and chance. */
export function countRequests({
  random,
  second,
  requestsPerSecond,
}: {
  random: Random;
  second: number;
  requestsPerSecond: number;
}): number {
  const wave =
    1 + 0.1 * Math.sin((2 * Math.PI * second) / 5400) + 0.05 * Math.sin((2 * Math.PI * second) / 660);
  return random.poisson(requestsPerSecond * wave);
}
