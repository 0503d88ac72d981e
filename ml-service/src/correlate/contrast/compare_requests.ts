import { compareText } from '../../../../common/compare_text.ts';
import { murmur3 } from '../../../../common/murmur3.ts';
import { fisherExact, oddsRatio, type TwoGroups } from './fisher.ts';

/** Requests that are compared of each kind; more say the same. */
export const MOST_REQUESTS = 2_000;
/** Nothing is said of fewer. */
export const LEAST_REQUESTS = 5;
/** How probable it may be that one of all that were compared is told by chance. */
const CHANCE = 0.01;

/** What a request has: a template, a service, a value, a host, a version, as a text that says which. */
export type Trait = string;

/** A request, with what it had until it failed. */
export interface TraitsOfRequest {
  readonly request_id: string;
  readonly is_failed: boolean;
  readonly traits: ReadonlySet<Trait>;
}

/** What requests that failed have, and others do not. */
export interface SharedTrait extends TwoGroups {
  /** The first by its text of those that are in the same requests. */
  readonly trait: Trait;
  /** The others. */
  readonly same: readonly Trait[];
  readonly odds_ratio: number;
  /** Of Fisher's exact test, times the number of traits that were compared (Bonferroni). */
  readonly p_value: number;
}

/**
 * What requests that failed share and others lack: the least likely by chance first. Traits that are in the same requests are told
 * as one. Of more requests a sample is compared, always the same one.
 *
 * @example
 * compareRequests(requests)[0] // { trait: 'version 2.4.1', failed: 40, failed_of: 41, others: 3, others_of: 2000, … }
 */
export function compareRequests(requests: Iterable<TraitsOfRequest>): readonly SharedTrait[] {
  const all = [...requests];
  const failed = sampleOf(all.filter(({ is_failed }) => is_failed));
  const others = sampleOf(all.filter(({ is_failed }) => !is_failed));
  if (failed.length < LEAST_REQUESTS || others.length < LEAST_REQUESTS) return [];
  const holders = holdersOf([...failed, ...others]);
  const shared = [...holders].flatMap(([trait, at]) => {
    const count = at.filter((index) => index < failed.length).length;
    const groups = {
      failed: count,
      failed_of: failed.length,
      others: at.length - count,
      others_of: others.length,
    };
    const p_value = fisherExact(groups) * holders.size;
    return p_value <= CHANCE ? [{ trait, at, ...groups, odds_ratio: oddsRatio(groups), p_value }] : [];
  });
  return [...Map.groupBy(shared, ({ at }) => at.join())]
    .map(([, same]) => {
      const [{ at: _, ...first }, ...rest] = same.sort((a, b) => compareText(a.trait, b.trait)) as [
        (typeof same)[0],
        ...typeof same,
      ];
      return { ...first, same: rest.map(({ trait }) => trait) };
    })
    .sort((a, b) => a.p_value - b.p_value || b.odds_ratio - a.odds_ratio || compareText(a.trait, b.trait));
}

/** Those with the smallest hashes, whatever the order in which they come. */
function sampleOf(requests: readonly TraitsOfRequest[]): readonly TraitsOfRequest[] {
  return requests
    .map((request) => ({ request, hash: murmur3(request.request_id) }))
    .sort((a, b) => compareText(a.hash, b.hash) || compareText(a.request.request_id, b.request.request_id))
    .slice(0, MOST_REQUESTS)
    .map(({ request }) => request);
}

/** Indices of the requests that have each trait. */
function holdersOf(requests: readonly TraitsOfRequest[]): ReadonlyMap<Trait, readonly number[]> {
  const holders = new Map<Trait, number[]>();
  requests.forEach(({ traits }, index) => {
    for (const trait of traits) {
      const known = holders.get(trait);
      if (known) known.push(index);
      else holders.set(trait, [index]);
    }
  });
  return holders;
}
