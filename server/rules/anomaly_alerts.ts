import { INDICES } from '../../common/indices.ts';
import type { BandName } from '../../common/rules/rule_types.ts';
import { SCORE_BANDS, scoreBandOf } from '../../common/score_bands.ts';
import type { Alert, EndedAlert, RulePlace } from './alert.ts';
import { ALERTED_FIELDS, type AlertedAnomaly, newsOf } from './alerted_anomaly.ts';
import { contextOfAnomaly } from './anomaly_context.ts';
import { type AnomalyCriteria, filtersOf, isMeant } from './anomaly_criteria.ts';
import { type AnomalyRuleState, nextOverlap } from './anomaly_rule_state.ts';

/**
 * Which anomalies are alerts. A rule goes by the moment of detection (`event.created`), and that at which the score last rose
 * into a higher band (`anomaly.raised`), never by `@timestamp`: an anomaly is found minutes after it began.
 */

/** What became of the alerts of the run before. */
export interface StandingAlerts {
  readonly active: readonly Alert[];
  readonly ended: readonly EndedAlert[];
  /** Those that are active, for the next run. */
  readonly bands: Readonly<Record<string, BandName>>;
  /** Those that have ended, now or before, with the moment of their last news. */
  readonly told: Readonly<Record<string, number>>;
}

/** An alert stays as long as its anomaly is active; it keeps the highest band that it was told with. */
export function standingAlerts({
  state,
  found,
  criteria,
  place,
}: {
  readonly state: AnomalyRuleState;
  readonly found: readonly AlertedAnomaly[];
  readonly criteria: AnomalyCriteria;
  readonly place: RulePlace;
}): StandingAlerts {
  const anomalies = new Map(found.map((anomaly) => [anomaly.event.id, anomaly]));
  const active: Alert[] = [];
  const ended: EndedAlert[] = [];
  const bands: Record<string, BandName> = {};
  const told: Record<string, number> = { ...state.told };
  for (const [id, before] of Object.entries(state.alerts)) {
    const anomaly = anomalies.get(id);
    if (anomaly?.anomaly.status === 'active' && isMeant(criteria, anomaly)) {
      bands[id] = higherOf(before, scoreBandOf(anomaly.event.risk_score).name);
      active.push(alertOf(anomaly, { band: bands[id], criteria, place }));
    } else {
      if (anomaly) told[id] = newsOf(anomaly);
      ended.push({ id, context: anomaly ? contextOfAnomaly(anomaly, place) : { event_id: id } });
    }
  }
  return { active, ended, bands, told };
}

/** Anomalies on one page. */
export const PAGE_SIZE = 500;
/** A level is told by the document alone, so pages may hold little of what is meant; a run reads no more than these. */
export const MOST_PAGES = 10;

/**
 * Anomalies that are news for the rule, the worst first: those that are active, and those that came and went since the run
 * before. What is not past the watermark yet waits, unless it is asked for.
 *
 * @param after - The last of the page before.
 */
export function newsRequest({
  criteria,
  state,
  standing,
  size,
  after,
}: {
  readonly criteria: AnomalyCriteria;
  readonly state: AnomalyRuleState;
  readonly standing: StandingAlerts;
  readonly size: number;
  readonly after?: readonly unknown[] | undefined;
}): Record<string, unknown> {
  const since = (range: Record<string, string>) => ({
    bool: { should: [{ range: { 'event.created': range } }, { range: { 'anomaly.raised': range } }] },
  });
  return {
    index: INDICES.anomalies.name,
    size,
    _source: ALERTED_FIELDS,
    sort: [{ 'event.risk_score': 'desc' }, { 'event.created': 'asc' }, { 'event.id': 'asc' }],
    ...(after && { search_after: [...after] }),
    query: {
      bool: {
        filter: [...filtersOf(criteria), { range: { 'event.risk_score': { gte: criteria.min_score } } }],
        must_not: [
          { term: { is_late: true } },
          ...(criteria.include_interim ? [] : [{ term: { is_interim: true } }]),
          { terms: { 'event.id': Object.keys(standing.bands) } },
        ],
        should: [
          {
            bool: {
              filter: [
                { term: { 'anomaly.status': 'active' } },
                since({ gte: new Date(state.since).toISOString() }),
              ],
            },
          },
          {
            bool: {
              filter: [
                { term: { 'anomaly.status': 'resolved' } },
                since({ gt: new Date(state.after).toISOString() }),
              ],
              must_not: [{ terms: { 'event.id': Object.keys(standing.told) } }],
            },
          },
        ],
        minimum_should_match: 1,
      },
    },
  };
}

/**
 * The alerts of this run, and what the next one has to know.
 *
 * @param news - What was found of {@link newsRequest}; those beyond the room are told when others have ended.
 */
export function alertsOfRun({
  state,
  standing,
  news,
  room,
  criteria,
  now,
  place,
}: {
  readonly state: AnomalyRuleState;
  readonly standing: StandingAlerts;
  readonly news: readonly AlertedAnomaly[];
  readonly room: number;
  readonly criteria: AnomalyCriteria;
  readonly now: number;
  readonly place: RulePlace;
}): { readonly alerts: readonly Alert[]; readonly state: AnomalyRuleState } {
  const alerts = [...standing.active];
  const bands: Record<string, BandName> = { ...standing.bands };
  for (const anomaly of news.slice(0, room)) {
    const band = scoreBandOf(anomaly.event.risk_score).name;
    bands[anomaly.event.id] = band;
    alerts.push(alertOf(anomaly, { band, criteria, place }));
  }
  const { since, after } = state;
  const overlap = nextOverlap({ after, told: standing.told, now });
  return { alerts, state: { since, ...overlap, alerts: bands } };
}

function alertOf(
  anomaly: AlertedAnomaly,
  { band, criteria, place }: { band: BandName; criteria: AnomalyCriteria; place: RulePlace },
): Alert {
  return { id: anomaly.event.id, group: criteria.groupOf(band), context: contextOfAnomaly(anomaly, place) };
}

const higherOf = (...bands: BandName[]) => SCORE_BANDS.find(({ name }) => bands.includes(name))!.name;
