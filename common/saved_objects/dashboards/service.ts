import type { DashboardDefinition } from '../dashboard.ts';
import { isOneOf, not } from '../../kql.ts';
import { alongTime, metric, table } from '../lens/chart.ts';
import { latest, overTime, recordsOf, shareOf, sumOf, topOf } from '../lens/column.ts';
import { linksPanel } from './links_panel.ts';

const IS_PARSED = isOneOf('status', ['parsed']);

/** Whether Log AI itself is well: what it understood of the logs, what is new to it, what its jobs do. */
export const SERVICE: DashboardDefinition = {
  id: 'log-ai-service-dashboard',
  title: 'Log AI – the service itself',
  description: 'Whether Log AI keeps up: coverage, new templates, jobs. Installed by Log AI.',
  controls: [{ field: 'data_stream', title: 'Data stream', data_view: 'counts' }],
  rows: [
    linksPanel('Open the status in Log AI', 'status'),
    {
      height: 6,
      panels: [
        {
          chart: metric({
            title: 'Lines with a template',
            data_view: 'counts',
            value: shareOf('count', 'Lines with a template', IS_PARSED),
          }),
        },
        {
          chart: metric({
            title: 'Lines without a template',
            data_view: 'counts',
            value: sumOf('count', 'Lines without a template', { where: not(IS_PARSED), format: 'compact' }),
          }),
        },
        {
          chart: metric({
            title: 'New templates',
            data_view: 'templates',
            value: recordsOf('New templates'),
          }),
        },
        {
          // A moment is long.
          width: 18,
          chart: metric({
            title: 'Last counted minute',
            data_view: 'counts',
            value: latest('@timestamp', 'Last counted minute'),
          }),
        },
      ],
    },
    {
      height: 12,
      panels: [
        {
          chart: alongTime({
            title: 'Lines by what became of them',
            data_view: 'counts',
            time: overTime(),
            split: topOf('status', 'Status', { by: 'lines' }),
            measures: { lines: sumOf('count', 'Lines') },
          }),
        },
        {
          chart: alongTime({
            title: 'New templates by service',
            data_view: 'templates',
            time: overTime('first_seen'),
            split: topOf('services', 'Service', { by: 'templates' }),
            measures: { templates: recordsOf('New templates') },
          }),
        },
      ],
    },
    {
      height: 12,
      panels: [
        {
          chart: table({
            title: 'Data streams',
            data_view: 'counts',
            sort: 'lines',
            widths: { lines: 110, missing: 170, share: 150 },
            columns: {
              stream: topOf('data_stream', 'Data stream', { by: 'lines', size: 50, other: false }),
              lines: sumOf('count', 'Lines'),
              missing: sumOf('count', 'Without a template', { where: not(IS_PARSED) }),
              share: shareOf('count', 'With a template', IS_PARSED),
            },
          }),
        },
        {
          width: 26,
          chart: table({
            title: 'Jobs',
            data_view: 'jobs',
            is_unfiltered: true,
            sort: 'jobs',
            widths: { kind: 110, status: 110, jobs: 80, done: 120 },
            columns: {
              kind: topOf('kind', 'Job', { by: 'jobs', other: false }),
              status: topOf('status', 'Status', { by: 'jobs', other: false }),
              jobs: recordsOf('Jobs'),
              done: sumOf('done', 'Documents'),
              updated: latest('updated', 'Last change'),
            },
          }),
        },
      ],
    },
  ],
};
