import type { DashboardDefinition } from '../dashboard.ts';
import { alongTime, metric, ranking } from '../lens/chart.ts';
import { distinct, medianOf, overTime, percentile95, recordsOf, topOf } from '../lens/column.ts';
import { SAVED_SEARCHES } from '../saved_searches.ts';
import { linksPanel } from './links_panel.ts';
import { FAILED_REQUESTS_BY_SERVICE, NOT_DEGRADED } from './shared_charts.ts';
import { ERROR_COLOR } from './palette.ts';

/** Which requests failed, and which came to their end with an error; where they broke first, and how long they took. */
export const REQUESTS: DashboardDefinition = {
  id: 'log-ai-requests-dashboard',
  title: 'Log AI – requests',
  description: 'Failed requests: where they failed first and how long they took. Installed by Log AI.',
  controls: [
    { field: 'first_error.service', title: 'First to fail', data_view: 'requests' },
    { field: 'services', title: 'Passed through', data_view: 'requests' },
  ],
  rows: [
    linksPanel('Open failed requests in Log AI', 'requests'),
    {
      height: 6,
      panels: [
        {
          chart: metric({
            title: 'Failed requests',
            data_view: 'requests',
            query: NOT_DEGRADED,
            value: recordsOf('Failed requests'),
          }),
        },
        {
          chart: metric({
            title: 'Services that failed first',
            data_view: 'requests',
            query: NOT_DEGRADED,
            value: distinct('first_error.service', 'Services that failed first'),
          }),
        },
        {
          chart: metric({
            title: 'Degraded requests',
            data_view: 'requests',
            query: 'outcome: degraded',
            value: recordsOf('Degraded requests'),
          }),
        },
        {
          chart: metric({
            title: 'Median duration',
            data_view: 'requests',
            query: NOT_DEGRADED,
            value: medianOf('event.duration', 'Median duration'),
          }),
        },
      ],
    },
    {
      height: 12,
      panels: [
        {
          width: 32,
          chart: FAILED_REQUESTS_BY_SERVICE,
        },
        {
          chart: ranking({
            title: 'Services that failed first',
            data_view: 'requests',
            query: NOT_DEGRADED,
            by: topOf('first_error.service', 'First to fail', { by: 'measure', other: false }),
            measure: recordsOf('Failed requests'),
            color: ERROR_COLOR,
          }),
        },
      ],
    },
    {
      height: 11,
      panels: [
        {
          chart: alongTime({
            title: 'Duration of failed requests',
            data_view: 'requests',
            query: NOT_DEGRADED,
            shape: 'line',
            joins_gaps: true,
            time: overTime(),
            measures: {
              median: medianOf('event.duration', 'Median'),
              p95: percentile95('event.duration', '95th percentile'),
            },
          }),
        },
      ],
    },
    { height: 16, panels: [{ search: SAVED_SEARCHES.failed_requests }] },
  ],
};
