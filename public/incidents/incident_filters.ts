import { API_LIMITS } from '../../common/api/limits.ts';
import { INCIDENT_SORTS, INCIDENT_STATUSES } from '../../common/choices.ts';
import type { UrlParams, UrlPatch } from '../url/url_params.ts';

/** Which incidents are listed, and in which order. */
export interface IncidentFilters {
  readonly status?: (typeof INCIDENT_STATUSES)[number];
  readonly service?: string;
  readonly sort: (typeof INCIDENT_SORTS)[number];
}

export const NO_FILTERS: UrlPatch = { status: undefined, service: undefined, page: undefined };

/** Reads the filters of a link; what does not fit is left to the defaults. */
export function incidentFiltersOf(params: UrlParams): IncidentFilters {
  const status = INCIDENT_STATUSES.find((one) => one === params.status);
  const service = (params.service?.length ?? Infinity) <= API_LIMITS.id ? params.service : undefined;
  return {
    ...(status && { status }),
    ...(service !== undefined && { service }),
    sort: INCIDENT_SORTS.find((one) => one === params.sort) ?? 'newest',
  };
}

export function isFiltered({ status, service }: IncidentFilters): boolean {
  return status !== undefined || service !== undefined;
}
