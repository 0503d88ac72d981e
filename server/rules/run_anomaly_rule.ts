import { INDICES } from '../../common/indices.ts';
import { ALERTED_FIELDS, type AlertedAnomaly, readAnomalies } from './alerted_anomaly.ts';
import { alertsOfRun, MOST_PAGES, newsRequest, PAGE_SIZE, standingAlerts } from './anomaly_alerts.ts';
import { type AnomalyCriteria, isMeant } from './anomaly_criteria.ts';
import { readState } from './anomaly_rule_state.ts';
import { lookUp } from './look_up.ts';
import type { RuleRun, RuleRunInput } from './rule_run.ts';

/** A rule of anomalies: those that were told are looked up, then what is new is looked for, as far as there is room. */
export function anomalyRule<Params>(criteriaOf: (params: Params) => AnomalyCriteria): RuleRun<Params> {
  return async ({ params, now, limit, search, place, ...input }) => {
    const criteria = criteriaOf(params);
    const state = readState(input.state, now);
    const found = readAnomalies(
      await lookUp(search, {
        index: INDICES.anomalies.name,
        field: 'event.id',
        ids: Object.keys(state.alerts),
        parts: ALERTED_FIELDS,
      }),
    );
    const standing = standingAlerts({ state, found, criteria, place });
    const room = Math.max(0, limit - standing.active.length);
    const news = await findNews({
      search,
      criteria,
      // One more tells that there is not room for all.
      most: room + 1,
      requestOf: (page) => newsRequest({ criteria, state, standing, ...page }),
    });
    const run = alertsOfRun({ state, standing, news, room, criteria, now, place });
    return { ...run, ended: standing.ended, is_full: news.length > room };
  };
}

async function findNews({
  search,
  criteria,
  most,
  requestOf,
}: {
  readonly search: RuleRunInput<unknown>['search'];
  readonly criteria: AnomalyCriteria;
  readonly most: number;
  readonly requestOf: (page: {
    size: number;
    after?: readonly unknown[] | undefined;
  }) => Record<string, unknown>;
}): Promise<readonly AlertedAnomaly[]> {
  const news: AlertedAnomaly[] = [];
  let after: readonly unknown[] | undefined;
  for (let page = 0; page < MOST_PAGES && news.length < most; page++) {
    const size = Math.min(most - news.length, PAGE_SIZE);
    const { hits } = (await search(requestOf({ size, after }))).hits;
    const found = readAnomalies(hits.map(({ _source }) => _source));
    news.push(...found.filter((one) => isMeant(criteria, one)));
    if (hits.length < size) break;
    after = hits.at(-1)?.sort;
  }
  return news;
}
