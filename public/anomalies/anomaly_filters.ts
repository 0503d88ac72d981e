import type { Anomaly } from '../../common/api.ts';
import { API_LIMITS } from '../../common/api/limits.ts';
import { ANOMALY_STATUSES, ANOMALY_TYPES } from '../../common/choices.ts';
import type { AnomalyStatus, AnomalyType } from '../../common/documents/anomaly_document.ts';
import type { SeverityLabel } from '../../common/levels.ts';
import { SEVERITIES } from '../severity/severity_name.ts';
import type { UrlParams, UrlPatch } from '../url/url_params.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';

/** Which anomalies are looked at. */
export interface AnomalyFilters {
  readonly service: string | undefined;
  readonly type: AnomalyType | undefined;
  readonly status: AnomalyStatus | undefined;
  /** Of the lines. */
  readonly severity: SeverityLabel | undefined;
  /** The lowest `event.risk_score`: where one of Kibana's bands begins. */
  readonly score: number;
}

/** What takes every filter away. */
export const NO_FILTERS: UrlPatch = {
  service: undefined,
  type: undefined,
  status: undefined,
  severity: undefined,
  score: undefined,
  cell: undefined,
  page: undefined,
};

/** Reads the filters of a link; values that there are not are left out. */
export function filtersOf({ service, type, status, severity, score }: UrlParams): AnomalyFilters {
  const lowest = Number(score ?? 0);
  return {
    service: service !== undefined && service.length <= API_LIMITS.id ? service : undefined,
    type: ANOMALY_TYPES.find((one) => one === type),
    status: ANOMALY_STATUSES.find((one) => one === status),
    severity: SEVERITIES.find((one) => one === severity),
    score: SCORE_BANDS.some(({ from }) => from === lowest) ? lowest : 0,
  };
}

export function isFiltered({ service, type, status, severity, score }: AnomalyFilters): boolean {
  return [service, type, status, severity].some((one) => one !== undefined) || score > 0;
}

/** The types to choose from: those that there are, in the order of all, and the one that is chosen. */
export function typesOf(
  anomalies: readonly Pick<Anomaly, 'anomaly'>[],
  chosen: AnomalyType | undefined,
): readonly AnomalyType[] {
  const found = new Set(anomalies.map(({ anomaly }) => anomaly.type));
  return ANOMALY_TYPES.filter((type) => found.has(type) || type === chosen);
}
