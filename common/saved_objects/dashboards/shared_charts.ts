import { alongTime } from '../lens/chart.ts';
import { overTime, recordsOf, topOf } from '../lens/column.ts';
import { ANOMALIES_BY_BAND } from './palette.ts';

/** Charts of more than one dashboard. */

export const ANOMALIES_BY_SEVERITY = alongTime({
  title: 'Anomalies by severity',
  data_view: 'anomalies',
  time: overTime(),
  ...ANOMALIES_BY_BAND,
});

/** Requests that failed, in KQL: those of an older version do not say so. */
export const NOT_DEGRADED = 'not outcome: degraded';

export const FAILED_REQUESTS_BY_SERVICE = alongTime({
  title: 'Failed requests by the service that failed first',
  data_view: 'requests',
  query: NOT_DEGRADED,
  time: overTime(),
  split: topOf('first_error.service', 'First to fail', { by: 'requests' }),
  measures: { requests: recordsOf('Failed requests') },
});
