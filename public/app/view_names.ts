import { translate } from '../kibana/i18n.ts';

/** The views in the order of their tabs, as far as Kibana knows them: its search finds them by these words. */
export const VIEW_NAMES = [
  {
    path: 'overview',
    title: () => translate('logAi.app.views.overview', { defaultMessage: 'Overview' }),
    keywords: ['logs', 'errors', 'log ai'],
  },
  {
    path: 'incidents',
    title: () => translate('logAi.app.views.incidents', { defaultMessage: 'Incidents' }),
    keywords: ['outages', 'alerts', 'root cause'],
  },
  {
    path: 'templates',
    title: () => translate('logAi.app.views.templates', { defaultMessage: 'Templates' }),
    keywords: ['log patterns', 'categories', 'drain'],
  },
  {
    path: 'anomalies',
    title: () => translate('logAi.app.views.anomalies', { defaultMessage: 'Anomalies' }),
    keywords: ['anomaly detection', 'log rate', 'swimlane'],
  },
  {
    path: 'requests',
    title: () => translate('logAi.app.views.requests', { defaultMessage: 'Requests' }),
    keywords: ['failed requests', 'traces', 'request id'],
  },
  {
    path: 'status',
    title: () => translate('logAi.app.views.status', { defaultMessage: 'Status' }),
    keywords: ['coverage', 'backfill', 'health'],
  },
] as const;

export type ViewPath = (typeof VIEW_NAMES)[number]['path'];
