import type { DashboardDefinition } from '../dashboard.ts';
import { alongTime, metric, parts, table } from '../lens/chart.ts';
import { distinct, overTime, sumOf, topOf } from '../lens/column.ts';
import { linksPanel } from './links_panel.ts';
import { IS_ERROR } from './palette.ts';

/** Which kinds of lines there are, how often they come, and which are new. */
export const TEMPLATES: DashboardDefinition = {
  id: 'log-ai-templates-dashboard',
  title: 'Log AI – templates',
  description: 'Kinds of lines: how often each was written, where, and which are new. Installed by Log AI.',
  controls: [
    { field: 'service.name', title: 'Service', data_view: 'counts' },
    { field: 'log.level', title: 'Level', data_view: 'counts' },
    { field: 'log_ai.template.text', title: 'Template', data_view: 'counts' },
  ],
  rows: [
    linksPanel('Search templates in Log AI', 'templates'),
    {
      height: 6,
      panels: [
        {
          chart: metric({
            title: 'Templates',
            data_view: 'counts',
            value: distinct('log_ai.template.id', 'Templates'),
          }),
        },
        {
          chart: metric({
            title: 'Templates with errors',
            data_view: 'counts',
            value: distinct('log_ai.template.id', 'Templates with errors', { where: IS_ERROR }),
          }),
        },
        {
          chart: metric({
            title: 'Lines',
            data_view: 'counts',
            value: sumOf('count', 'Lines', { format: 'compact' }),
          }),
        },
      ],
    },
    {
      height: 14,
      panels: [
        {
          width: 32,
          chart: alongTime({
            title: 'Lines by template',
            data_view: 'counts',
            time: overTime(),
            split: topOf('log_ai.template.text', 'Template', { by: 'lines', size: 8 }),
            measures: { lines: sumOf('count', 'Lines') },
          }),
        },
        {
          chart: parts({
            title: 'Lines by service',
            data_view: 'counts',
            by: topOf('service.name', 'Service', { by: 'measure', size: 8 }),
            measure: sumOf('count', 'Lines'),
          }),
        },
      ],
    },
    {
      height: 17,
      panels: [
        {
          chart: table({
            title: 'Templates by lines',
            data_view: 'counts',
            sort: 'lines',
            widths: { link: 330, lines: 110, errors: 110, services: 110 },
            columns: {
              text: topOf('log_ai.template.text', 'Template', { by: 'lines', size: 100, other: false }),
              link: topOf('log_ai.template.id', 'Open in Log AI', { by: 'lines', size: 3, other: false }),
              lines: sumOf('count', 'Lines'),
              errors: sumOf('count', 'Errors', { where: IS_ERROR }),
              services: distinct('service.name', 'Services'),
            },
          }),
        },
      ],
    },
  ],
};
