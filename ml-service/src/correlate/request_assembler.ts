import { isFailure } from '../../../common/levels.ts';
import { compareText } from '../../../common/compare_text.ts';
import { HopRecord } from './hop_record.ts';
import {
  type FailedRequest,
  type FirstError,
  type HopStory,
  isFailed,
  type RequestEvent,
  type RequestStory,
} from './request_story.ts';

/** The service of a line that names none. */
export const UNKNOWN_SERVICE = 'unknown';

/** How much is kept. A request of four hops takes about 3 kB, whatever the number of its lines. */
export const REQUEST_LIMITS = {
  /** Requests without a failure so far: those in flight, at 1,000 a second the last 50 seconds of them. 150 MB. */
  requests: 50_000,
  /** Failed requests, on a shelf of their own: the many that go well must not push them out. 30 MB. */
  failed_requests: 10_000,
  /** Services of one request; more is an id that is not a request's. */
  services_per_request: 200,
};

/** What was not kept, by reason. */
export interface RequestLosses {
  /** Lines without a request id. */
  request_id_missing: number;
  /** Lines whose time is not within the years 1970 to 9999. */
  timestamp_invalid: number;
  /** Lines of services beyond the limit. */
  service_limit: number;
  /** Requests without a failure that left: the least recently fed. A later failure of theirs tells only its own part. */
  requests_left: number;
  /** Failed requests that left. */
  failed_requests_left: number;
}

const LAST_TIMESTAMP = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Puts lines together to requests, in whatever order they come: the story is the same. Each line is to be given once.
 *
 * A hop is what one service did, from its first line to its last, and hops are in the order of their first lines. A caller
 * that goes on writing while or after it calls has one hop that spans those it called, not one each time it speaks: of
 * gateway, checkout, inventory (fails), checkout, gateway an engineer reads `gateway → checkout → inventory ✗`. Of two that
 * begin at the same moment the one that ends later comes first, as a caller outlasts what it calls.
 *
 * @example
 * const assembler = new RequestAssembler();
 * for (const event of events) assembler.add(event);
 * assembler.failedRequests().map(pathOf); // ['gateway → checkout → inventory ✗']
 */
export class RequestAssembler {
  readonly losses: RequestLosses = {
    request_id_missing: 0,
    timestamp_invalid: 0,
    service_limit: 0,
    requests_left: 0,
    failed_requests_left: 0,
  };
  readonly #limits: typeof REQUEST_LIMITS;
  /** Hops by service, by request id; the least recently fed request first. */
  readonly #requests = new Map<string, Map<string, HopRecord>>();
  readonly #failed = new Map<string, Map<string, HopRecord>>();

  constructor(limits: Partial<typeof REQUEST_LIMITS> = {}) {
    this.#limits = { ...REQUEST_LIMITS, ...limits };
  }

  add(event: RequestEvent): void {
    const { request_id, timestamp, level } = event;
    const service = event.service || UNKNOWN_SERVICE; // an empty name names none
    if (request_id === '') this.losses.request_id_missing++;
    else if (!(timestamp >= 0 && timestamp <= LAST_TIMESTAMP)) this.losses.timestamp_invalid++;
    else {
      const hops = this.#take(request_id, isFailure(level));
      let hop = hops.get(service);
      if (hop === undefined) {
        if (hops.size >= this.#limits.services_per_request) {
          this.losses.service_limit++;
          return;
        }
        hops.set(service, (hop = new HopRecord(service)));
      }
      hop.add(event);
    }
  }

  /** The story of a request so far; undefined for one never seen or no longer kept. */
  storyOf(request_id: string): RequestStory | undefined {
    const hops = this.#failed.get(request_id) ?? this.#requests.get(request_id);
    return hops && storyOf(request_id, [...hops.values()]);
  }

  /** All failed requests that are kept, newest first. */
  failedRequests(): readonly FailedRequest[] {
    return [...this.#failed]
      .map(([request_id, hops]) => storyOf(request_id, [...hops.values()]))
      .filter(isFailed)
      .sort((a, b) => b.start - a.start || compareText(a.request_id, b.request_id));
  }

  /** The hops of a request, moved to the end of its shelf; the first failure moves it to the other. */
  #take(request_id: string, fails: boolean): Map<string, HopRecord> {
    const hops =
      this.#failed.get(request_id) ?? this.#requests.get(request_id) ?? new Map<string, HopRecord>();
    const failed = fails || this.#failed.has(request_id);
    this.#requests.delete(request_id);
    this.#failed.delete(request_id);
    const shelf = failed ? this.#failed : this.#requests;
    shelf.set(request_id, hops);
    const limit = failed ? this.#limits.failed_requests : this.#limits.requests;
    if (shelf.size > limit) {
      this.losses[failed ? 'failed_requests_left' : 'requests_left'] += dropOldest(shelf, limit);
    }
    return hops;
  }
}

/** Above the limit this share leaves at once: one at a time, a map walks over all its deleted entries each time. */
const DROPPED_SHARE = 0.1;

/** Returns how many left. */
function dropOldest(shelf: Map<string, unknown>, limit: number): number {
  const dropped = Math.max(1, Math.floor(limit * DROPPED_SHARE));
  let left = dropped;
  for (const oldest of shelf.keys()) {
    if (left === 0) break;
    shelf.delete(oldest);
    left -= 1;
  }
  return dropped;
}

function storyOf(request_id: string, records: readonly HopRecord[]): RequestStory {
  const hops = records.map((record) => record.story()).sort(compareHops);
  const depth = new Map(hops.map(({ service }, index) => [service, index]));
  const [first_error] = records
    .flatMap(({ first_error }) => first_error ?? [])
    .sort(
      (a: FirstError, b: FirstError) =>
        a.timestamp - b.timestamp || depth.get(b.service)! - depth.get(a.service)!,
    );
  const namesOf = (origin: 'hosts' | 'versions' | 'data_streams') => {
    const names = new Set(records.flatMap(({ origins }) => [...origins[origin]]));
    return names.size > 0 && { [origin]: [...names].sort(compareText) };
  };
  return {
    request_id,
    start: hops[0]!.start,
    end: hops.reduce((end, hop) => Math.max(end, hop.end), -Infinity),
    hops,
    line_count: hops.reduce((sum, hop) => sum + hop.line_count, 0),
    error_count: hops.reduce((sum, hop) => sum + hop.error_count, 0),
    ...(first_error === undefined ? {} : { first_error }),
    ...namesOf('hosts'),
    ...namesOf('versions'),
    ...namesOf('data_streams'),
  };
}

function compareHops(a: HopStory, b: HopStory): number {
  return a.start - b.start || b.end - a.end || compareText(a.service, b.service);
}
