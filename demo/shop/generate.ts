import { BACKGROUND_TASKS, checkBankCertificate } from './background.ts';
import { isBankUntrusted, ordersDatabaseAt } from './conditions.ts';
import type { Incident } from './conditions.ts';
import { Flow } from './flow.ts';
import { serve } from './journeys/serve.ts';
import { toDocument } from './layouts.ts';
import type { RawDocument } from './layouts.ts';
import { createRandom } from './random.ts';
import type { ShopEvent } from './shop_event.ts';
import { chooseJourney, countRequests } from './traffic.ts';

/** No request lives longer: inventory's five attempts take 150 s. */
const LONGEST_REQUEST_S = 200;

export interface ShopOptions {
  /** The same seed, range and incidents give the same documents. */
  readonly seed: number;
  /** Milliseconds since the epoch; documents from `start` on, before `end`. `end` may be Infinity. */
  readonly start: number;
  readonly end: number;
  /** On average; each request makes 5 to 30 lines. */
  readonly requestsPerSecond: number;
  readonly incidents?: readonly Incident[];
}

/**
 * The log lines of a web shop of twelve services, in the order of their time. A range cut in two gives the same
 * documents as the whole: every second draws from a seed of its own.
 *
 * @example
 * const hour = { start: Date.parse('2026-01-15T14:00:00Z'), end: Date.parse('2026-01-15T15:00:00Z') };
 * for (const document of generateShop({ seed: 1, ...hour, requestsPerSecond: 20 })) console.log(document.message);
 */
export function* generateShop(options: ShopOptions): Generator<RawDocument, void, undefined> {
  for (const event of generateShopEvents(options)) yield toDocument(event);
}

/** What {@link generateShop} writes down: the same, with service, level, request and true template apart. */
export function* generateShopEvents(options: ShopOptions): Generator<ShopEvent, void, undefined> {
  const { start, end } = options;
  const pending = new Map<number, ShopEvent[]>();
  const firstSecond = Math.floor(start / 1000);
  for (let second = firstSecond - LONGEST_REQUEST_S; second * 1000 < end; second++) {
    runSecond({ second, options, pending });
    const due = pending.get(second) ?? [];
    pending.delete(second);
    if (second < firstSecond) continue;
    // Stable: what happened in the same millisecond keeps the order of its cause.
    due.sort((one, other) => one.time - other.time);
    for (const event of due) if (event.time >= start && event.time < end) yield event;
  }
}

/** All that begins in one second. Its events may lie in later ones. */
function runSecond({
  second,
  options: { seed, requestsPerSecond, incidents = [] },
  pending,
}: {
  second: number;
  options: ShopOptions;
  pending: Map<number, ShopEvent[]>;
}): void {
  const emit = (event: ShopEvent): void => {
    const at = Math.floor(event.time / 1000);
    if (at - second >= LONGEST_REQUEST_S) return; // else a range would depend on where its generation began
    const bucket = pending.get(at);
    if (bucket) bucket.push(event);
    else pending.set(at, [event]);
  };
  const arrivals = createRandom([seed, second, -1]);
  const requests = countRequests({ random: arrivals, second, requestsPerSecond });
  for (let index = 0; index < requests; index++) {
    const random = createRandom([seed, second, index]);
    const flow = new Flow(
      { id: `req-${random.hex(12)}`, random, incidents, workers: new Map(), emit },
      second * 1000 + random.fraction() * 1000,
    );
    serve(flow, chooseJourney(random));
  }
  runBackground({ seed, second, incidents, emit });
}

function runBackground({
  seed,
  second,
  incidents,
  emit,
}: {
  seed: number;
  second: number;
  incidents: readonly Incident[];
  emit: (event: ShopEvent) => void;
}): void {
  const random = createRandom([seed, second, -2]);
  const healthy = ordersDatabaseAt(second * 1000, incidents) === 'healthy';
  for (const task of BACKGROUND_TASKS) {
    const per_minute = healthy ? task.per_minute : (task.per_minute_in_incident ?? task.per_minute);
    if (!random.chance(per_minute / 60)) continue;
    const time = second * 1000 + random.fraction() * 1000;
    task.log(new Flow({ random, incidents, workers: new Map(), emit }, time));
  }
  if (isBankUntrusted(second * 1000, incidents)) {
    // Its own draws: all else stays as it is without the fault.
    const own = createRandom([seed, second, -3]);
    checkBankCertificate(new Flow({ random: own, incidents, workers: new Map(), emit }, second * 1000));
  }
}
