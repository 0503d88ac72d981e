import { lookUp } from './look_up.ts';
import type { RuleRun, RuleRunInput } from './rule_run.ts';
import { alertsOfRun, MOST_PAGES, newsRequest, PAGE_SIZE, standingAlerts } from './scored_alerts.ts';
import type { ScoredRecord, ScoredSource } from './scored_record.ts';
import { readState } from './scored_rule_state.ts';

/** A rule of what has a score: records that were told are looked up, then what is new is looked for, as far as there is room. */
export function scoredRule<Params>(sourceOf: (params: Params) => ScoredSource): RuleRun<Params> {
  return async ({ params, now, limit, search, place, ...input }) => {
    const source = sourceOf(params);
    const state = readState(input.state, now);
    const found = source.read(
      await lookUp(search, {
        index: source.index,
        field: 'event.id',
        ids: Object.keys(state.alerts),
        parts: source.parts,
      }),
    );
    const standing = standingAlerts({ state, found, source, place });
    const room = Math.max(0, limit - standing.active.length);
    const news = await findNews({
      search,
      source,
      // One more tells that there is not room for all.
      most: room + 1,
      requestOf: (page) => newsRequest({ source, state, standing, ...page }),
    });
    const run = alertsOfRun({ state, standing, news, room, source, now, place });
    return { ...run, ended: standing.ended, is_full: news.length > room };
  };
}

async function findNews({
  search,
  source,
  most,
  requestOf,
}: {
  readonly search: RuleRunInput<unknown>['search'];
  readonly source: ScoredSource;
  readonly most: number;
  readonly requestOf: (page: {
    size: number;
    after?: readonly unknown[] | undefined;
  }) => Record<string, unknown>;
}): Promise<readonly ScoredRecord[]> {
  const news: ScoredRecord[] = [];
  let after: readonly unknown[] | undefined;
  for (let page = 0; page < MOST_PAGES && news.length < most; page++) {
    const size = Math.min(most - news.length, PAGE_SIZE);
    const { hits } = (await search(requestOf({ size, after }))).hits;
    news.push(...source.read(hits.map(({ _source }) => _source)).filter(({ is_meant }) => is_meant));
    if (hits.length < size) break;
    after = hits.at(-1)?.sort;
  }
  return news;
}
