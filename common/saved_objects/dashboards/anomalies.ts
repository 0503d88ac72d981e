import type { DashboardDefinition } from '../dashboard.ts';
import { isOneOf } from '../../kql.ts';
import { alongTime, metric, parts, ranking } from '../lens/chart.ts';
import { distinct, highest, overTime, recordsOf, topOf } from '../lens/column.ts';
import { SAVED_SEARCHES } from '../saved_searches.ts';
import { linksPanel } from './links_panel.ts';
import { ANOMALIES_BY_SEVERITY } from './shared_charts.ts';
import { IS_CRITICAL } from './palette.ts';

/** What was abnormal, how severely, where, and why. */
export const ANOMALIES: DashboardDefinition = {
  id: 'log-ai-anomalies-dashboard',
  title: 'Log AI – anomalies',
  description: 'What was abnormal in the logs, how severe it was, and why. Installed by Log AI.',
  controls: [
    { field: 'service.name', title: 'Service', data_view: 'anomalies' },
    { field: 'anomaly.type', title: 'Type', data_view: 'anomalies' },
    { field: 'anomaly.status', title: 'Status', data_view: 'anomalies' },
  ],
  rows: [
    linksPanel('Open the swimlane in Log AI', 'anomalies'),
    {
      height: 6,
      panels: [
        { chart: metric({ title: 'Anomalies', data_view: 'anomalies', value: recordsOf('Anomalies') }) },
        {
          chart: metric({
            title: 'Critical',
            data_view: 'anomalies',
            value: recordsOf('Critical', { where: IS_CRITICAL }),
          }),
        },
        {
          chart: metric({
            title: 'Active now',
            data_view: 'anomalies',
            value: recordsOf('Still active', { where: isOneOf('anomaly.status', ['active']) }),
          }),
        },
        {
          chart: metric({
            title: 'Services',
            data_view: 'anomalies',
            value: distinct('service.name', 'Services'),
          }),
        },
        {
          chart: metric({
            title: 'Highest score',
            data_view: 'anomalies',
            value: highest('record_score', 'Highest score'),
          }),
        },
      ],
    },
    {
      height: 12,
      panels: [
        {
          chart: ANOMALIES_BY_SEVERITY,
        },
        {
          chart: alongTime({
            title: 'Highest score by service',
            data_view: 'anomalies',
            shape: 'line',
            time: overTime(),
            split: topOf('service.name', 'Service', { by: 'score', size: 8, other: false }),
            measures: { score: highest('record_score', 'Score') },
          }),
        },
      ],
    },
    {
      height: 12,
      panels: [
        {
          width: 14,
          chart: parts({
            title: 'Types',
            data_view: 'anomalies',
            by: topOf('anomaly.type', 'Type', { by: 'measure' }),
            measure: recordsOf('Anomalies'),
          }),
        },
        {
          width: 12,
          chart: ranking({
            title: 'Services',
            data_view: 'anomalies',
            by: topOf('service.name', 'Service', { by: 'measure', other: false }),
            measure: recordsOf('Anomalies'),
          }),
        },
        {
          chart: ranking({
            title: 'Templates',
            data_view: 'anomalies',
            by: topOf('log_ai.template.text', 'Template', { by: 'measure', size: 8, other: false }),
            measure: recordsOf('Anomalies'),
          }),
        },
      ],
    },
    { height: 16, panels: [{ search: SAVED_SEARCHES.anomalies }] },
  ],
};
