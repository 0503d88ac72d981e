import type { BandName } from '../../common/rules/rule_types.ts';
import { SCORE_BANDS, scoreBandOf } from '../../common/score_bands.ts';
import type { Alert, EndedAlert, RulePlace } from './alert.ts';
import type { ScoredRecord, ScoredSource } from './scored_record.ts';
import { nextOverlap, type ScoredRuleState } from './scored_rule_state.ts';

/**
 * Which records are alerts. A rule goes by the moment of detection (`event.created`), and that at which the score last rose
 * into a higher band, never by `@timestamp`: what is abnormal is found minutes after it began.
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

/** An alert stays as long as its record is active; it keeps the highest band that it was told with. */
export function standingAlerts({
  state,
  found,
  source,
  place,
}: {
  readonly state: ScoredRuleState;
  readonly found: readonly ScoredRecord[];
  readonly source: ScoredSource;
  readonly place: RulePlace;
}): StandingAlerts {
  const records = new Map(found.map((record) => [record.id, record]));
  const active: Alert[] = [];
  const ended: EndedAlert[] = [];
  const bands: Record<string, BandName> = {};
  const told: Record<string, number> = { ...state.told };
  for (const [id, before] of Object.entries(state.alerts)) {
    const record = records.get(id);
    if (record?.is_active && record.is_meant) {
      bands[id] = higherOf(before, scoreBandOf(record.score).name);
      active.push(alertOf(record, { band: bands[id], source, place }));
    } else {
      if (record) told[id] = record.news;
      ended.push({ id, context: record?.contextIn(place) ?? { event_id: id } });
    }
  }
  return { active, ended, bands, told };
}

/** Records on one page. */
export const PAGE_SIZE = 500;
/** Some of what is meant is told by the document alone, so pages may hold little of it; a run reads no more than these. */
export const MOST_PAGES = 10;

/**
 * Records that are news for the rule, the worst first: those that are active, and those that came and went since the run
 * before.
 *
 * @param after - The last of the page before.
 */
export function newsRequest({
  source: { index, parts, fields, filter, must_not, min_score },
  state,
  standing,
  size,
  after,
}: {
  readonly source: ScoredSource;
  readonly state: ScoredRuleState;
  readonly standing: StandingAlerts;
  readonly size: number;
  readonly after?: readonly unknown[] | undefined;
}): Record<string, unknown> {
  const since = (range: Record<string, string>) => ({
    bool: { should: [{ range: { 'event.created': range } }, { range: { [fields.raised]: range } }] },
  });
  return {
    index,
    size,
    _source: parts,
    sort: [{ [fields.score]: 'desc' }, { 'event.created': 'asc' }, { 'event.id': 'asc' }],
    ...(after && { search_after: [...after] }),
    query: {
      bool: {
        filter: [...filter, { range: { [fields.score]: { gte: min_score } } }],
        must_not: [...must_not, { terms: { 'event.id': Object.keys(standing.bands) } }],
        should: [
          {
            bool: {
              filter: [
                { term: { [fields.status]: 'active' } },
                since({ gte: new Date(state.since).toISOString() }),
              ],
            },
          },
          {
            bool: {
              filter: [
                { term: { [fields.status]: 'resolved' } },
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
  source,
  now,
  place,
}: {
  readonly state: ScoredRuleState;
  readonly standing: StandingAlerts;
  readonly news: readonly ScoredRecord[];
  readonly room: number;
  readonly source: ScoredSource;
  readonly now: number;
  readonly place: RulePlace;
}): { readonly alerts: readonly Alert[]; readonly state: ScoredRuleState } {
  const alerts = [...standing.active];
  const bands: Record<string, BandName> = { ...standing.bands };
  for (const record of news.slice(0, room)) {
    const band = scoreBandOf(record.score).name;
    bands[record.id] = band;
    alerts.push(alertOf(record, { band, source, place }));
  }
  const { since, after } = state;
  const overlap = nextOverlap({ after, told: standing.told, now });
  return { alerts, state: { since, ...overlap, alerts: bands } };
}

function alertOf(
  record: ScoredRecord,
  { band, source, place }: { band: BandName; source: ScoredSource; place: RulePlace },
): Alert {
  return { id: record.id, group: source.groupOf(band), context: record.contextIn(place) };
}

const higherOf = (...bands: BandName[]) => SCORE_BANDS.find(({ name }) => bands.includes(name))!.name;
