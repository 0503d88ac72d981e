import type { Anomaly } from '../../common/api.ts';
import type { UrlParams } from '../url/url_params.ts';
import { anomalyTypeText } from './anomaly_type_label.ts';
import { placeOf } from './place.ts';

/** What the table can be sorted by. */
export const ANOMALY_SORTS = ['score', 'start', 'duration', 'type', 'service', 'status'] as const;
export type AnomalySort = (typeof ANOMALY_SORTS)[number];

export interface AnomalyOrder {
  readonly sort: AnomalySort;
  readonly order: 'asc' | 'desc';
}

const KEYS: Readonly<Record<AnomalySort, (anomaly: Anomaly) => string | number>> = {
  score: ({ event }) => event.risk_score,
  start: ({ event }) => Date.parse(event.start),
  duration: ({ event }) => Date.parse(event.end) - Date.parse(event.start),
  type: ({ anomaly }) => anomalyTypeText(anomaly.type),
  service: placeOf,
  status: ({ anomaly }) => anomaly.status,
};

/** Reads the order of a link; the newest first where it has none. */
export function orderOf({ sort, order }: UrlParams): AnomalyOrder {
  const known = ANOMALY_SORTS.find((one) => one === sort) ?? 'start';
  return { sort: known, order: order === 'asc' ? 'asc' : 'desc' };
}

/** The direction of a column that is chosen anew: the worst, newest and longest first, names from A on. */
export function firstOrderOf(sort: AnomalySort): AnomalyOrder['order'] {
  return sort === 'score' || sort === 'start' || sort === 'duration' ? 'desc' : 'asc';
}

/** The page of a link, from 0 on. */
export function pageOf({ page }: UrlParams): number {
  const number = Number(page ?? 1);
  return Number.isInteger(number) && number > 0 ? number - 1 : 0;
}

/** Anomalies in an order; of the same value the worst first, then the newest. */
export function sortAnomalies(anomalies: readonly Anomaly[], { sort, order }: AnomalyOrder): Anomaly[] {
  const direction = order === 'asc' ? 1 : -1;
  // Read once each: a time is parsed a thousand times then, not twenty thousand times.
  return anomalies
    .map((anomaly) => ({
      anomaly,
      key: KEYS[sort](anomaly),
      score: anomaly.event.risk_score,
      start: Date.parse(anomaly.event.start),
    }))
    .sort(
      (a, b) =>
        direction * compare(a.key, b.key) ||
        b.score - a.score ||
        b.start - a.start ||
        compare(a.anomaly.event.id, b.anomaly.event.id),
    )
    .map(({ anomaly }) => anomaly);
}

function compare(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
