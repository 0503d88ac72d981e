import type { SharedTraitsResponse } from '../../../common/api.ts';
import type { Caller } from '../../../common/api/caller.ts';
import { dataStreamOf } from '../../../common/data_streams.ts';
import type { RequestDocument } from '../../../common/documents/request_document.ts';
import { compareRequests, LEAST_REQUESTS, MOST_REQUESTS } from '../correlate/contrast/compare_requests.ts';
import { tellSharedTrait, templateIdsOf } from '../correlate/contrast/trait.ts';
import { TraitTally } from '../correlate/contrast/trait_tally.ts';
import { requestShare } from '../correlate/request_share.ts';
import type { RequestQuery } from '../ports/records.ts';
import type { TimeRange } from '../ports/time.ts';
import type { ServiceParts } from './service_parts.ts';
import { templateTexts } from './template_texts.ts';

/** Lines that are read of the requests that failed, and as many of the others: it takes a second or two. */
const MOST_LINES = 25_000;
/** Traits that are told. */
const MOST_TOLD = 20;

type TraitParts = Pick<ServiceParts, 'logs' | 'records' | 'templates'>;

interface Options {
  readonly parts: TraitParts;
  readonly caller: Caller;
  /** Aborted when whoever asks does not wait any more. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What requests that failed share and others lack, made of the lines that the caller may read. Failing is rare: of those that failed the
 * newest are read, of the others of the same time a share.
 *
 * @param query - Which of the requests that failed.
 */
export async function sharedTraits(
  query: Omit<RequestQuery, 'size' | 'outcome' | 'data_streams'>,
  options: Options,
): Promise<SharedTraitsResponse> {
  const { parts, caller } = options;
  const { data_streams } = caller;
  const found = await parts.records.readRequests({
    ...query,
    outcome: 'failed',
    size: MOST_REQUESTS,
    data_streams,
  });
  const failed = newestWithin(found.records, MOST_LINES);
  const is_cut = failed.length > 0 && failed.length < found.total;
  const range = is_cut ? { ...query.range, from: startOf(failed) } : query.range;
  const told = {
    least: LEAST_REQUESTS,
    from: isoOf(range.from),
    to: isoOf(range.to),
    failed_total: found.total,
    failed: failed.length,
  };
  if (failed.length < LEAST_REQUESTS)
    return { traits: [], verdict: 'too_few_failed', ...told, others: 0, share: 0 };
  const tally = new Reading(options);
  const failed_ids = failed.map(({ request_id }) => request_id);
  await tally.read(failed_ids, { from: range.from, to: endOf(failed) + 1 });
  const share = requestShare({ lines: await parts.logs.countRequestLines(range), most: MOST_LINES });
  for await (const ids of parts.logs.requestIds(range, share)) await tally.read(ids, range);
  const requests = await tally.requests(new Set(failed_ids));
  const others = requests.filter(({ is_failed }) => !is_failed).length;
  if (others < LEAST_REQUESTS) return { traits: [], verdict: 'too_few_others', ...told, others, share };
  const shared = compareRequests(requests).slice(0, MOST_TOLD);
  const texts = await templateTexts(shared.flatMap(templateIdsOf), { templates: parts.templates, caller });
  return {
    traits: shared.map((one) => tellSharedTrait(one, (id) => texts.get(id))),
    verdict: 'compared',
    ...told,
    others: Math.min(others, MOST_REQUESTS),
    share,
  };
}

/** Reads what requests have. */
class Reading {
  private readonly tally = new TraitTally();
  private readonly known = new Set<string>();
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  /** Those that were read already are not read again. */
  async read(request_ids: readonly string[], range: TimeRange): Promise<void> {
    const { parts, caller, signal } = this.options;
    const ids = request_ids.filter((id) => !this.known.has(id));
    if (ids.length === 0) return;
    for (const id of ids) this.known.add(id);
    const mayRead = caller.data_streams && new Set(caller.data_streams);
    const pages = parts.logs.detailedRequestEvents(ids, { range, max_lines: MOST_LINES, signal });
    for await (const page of pages) {
      for (const { timestamp: time, reference, ...line } of page) {
        if (!mayRead || mayRead.has(dataStreamOf(reference._index))) this.tally.add({ time, ...line });
      }
    }
  }

  /** Those that failed, and those without an error: what failed otherwise is neither. */
  async requests(failed: ReadonlySet<string>) {
    const merged = await this.options.parts.templates.mergedIds();
    return this.tally
      .requests((id) => merged.liveOf(id))
      .flatMap((request) => {
        const is_failed = failed.has(request.request_id);
        return is_failed || !request.is_failed ? [{ ...request, is_failed }] : [];
      });
  }
}

/** The newest requests that have at most so many lines together. */
function newestWithin(requests: readonly RequestDocument[], lines: number): readonly RequestDocument[] {
  let left = lines;
  const end = requests.findIndex(({ line_count }) => (left -= line_count) < 0);
  return end < 0 ? requests : requests.slice(0, end);
}

const startOf = (requests: readonly RequestDocument[]) =>
  requests.reduce((first, { event }) => Math.min(first, Date.parse(event.start)), Infinity);

const endOf = (requests: readonly RequestDocument[]) =>
  requests.reduce((last, { event }) => Math.max(last, Date.parse(event.end)), -Infinity);

const isoOf = (time: number) => new Date(time).toISOString();
