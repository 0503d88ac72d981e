import type { DashboardDefinition } from '../dashboard.ts';
import { alongTime, metric, table } from '../lens/chart.ts';
import { distinct, highest, latest, overTime, recordsOf, sumOf, topOf } from '../lens/column.ts';
import { IS_CRITICAL, IS_ERROR, LINES_BY_LEVEL } from './palette.ts';
import { linksPanel } from './links_panel.ts';
import { ANOMALIES_BY_SEVERITY, FAILED_REQUESTS_BY_SERVICE, NOT_DEGRADED } from './shared_charts.ts';

/** What happened, over all logs: how much, how bad, what was abnormal, which requests failed. */
export const OVERVIEW: DashboardDefinition = {
  id: 'log-ai-overview',
  title: 'Log AI – overview',
  description: 'Lines, errors, anomalies and failed requests of all services. Installed by Log AI.',
  controls: [{ field: 'service.name', title: 'Service', data_view: 'counts' }],
  rows: [
    linksPanel('Open the overview in Log AI', 'overview'),
    {
      height: 6,
      panels: [
        {
          chart: metric({
            title: 'Lines',
            data_view: 'counts',
            value: sumOf('count', 'Lines', { format: 'compact' }),
          }),
        },
        {
          chart: metric({
            title: 'Errors',
            data_view: 'counts',
            value: sumOf('count', 'Errors', { where: IS_ERROR, format: 'compact' }),
          }),
        },
        {
          chart: metric({
            title: 'Templates',
            data_view: 'counts',
            value: distinct('log_ai.template.id', 'Templates'),
          }),
        },
        { chart: metric({ title: 'Anomalies', data_view: 'anomalies', value: recordsOf('Anomalies') }) },
        {
          chart: metric({
            title: 'Critical anomalies',
            data_view: 'anomalies',
            value: recordsOf('Critical anomalies', { where: IS_CRITICAL }),
          }),
        },
        {
          chart: metric({
            title: 'Failed requests',
            data_view: 'requests',
            query: NOT_DEGRADED,
            value: recordsOf('Failed requests'),
          }),
        },
      ],
    },
    {
      height: 12,
      panels: [
        {
          chart: alongTime({
            title: 'Lines by level',
            data_view: 'counts',
            time: overTime(),
            ...LINES_BY_LEVEL,
          }),
        },
        {
          chart: ANOMALIES_BY_SEVERITY,
        },
      ],
    },
    {
      height: 12,
      panels: [
        {
          chart: alongTime({
            title: 'Errors by service',
            data_view: 'counts',
            query: IS_ERROR,
            time: overTime(),
            split: topOf('service.name', 'Service', { by: 'errors' }),
            measures: { errors: sumOf('count', 'Errors') },
          }),
        },
        {
          chart: FAILED_REQUESTS_BY_SERVICE,
        },
      ],
    },
    {
      height: 16,
      panels: [
        {
          chart: table({
            title: 'Anomalies with the highest scores',
            data_view: 'anomalies',
            sort: 'score',
            widths: { link: 150, score: 90, type: 130, service: 180, seen: 220 },
            columns: {
              text: topOf('log_ai.template.text', 'Template', { by: 'score', size: 20, other: false }),
              service: topOf('service.name', 'Service', { by: 'score', size: 3, other: false }),
              type: topOf('anomaly.type', 'Type', { by: 'score', size: 3, other: false }),
              link: topOf('event.id', 'Anomaly', { by: 'score', size: 1, other: false }),
              score: highest('record_score', 'Score'),
              seen: latest('event.end', 'Last seen'),
            },
          }),
        },
      ],
    },
  ],
};
