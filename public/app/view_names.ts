/** The views in the order of their tabs, as far as Kibana knows them: its search finds them by these words. */
export const VIEW_NAMES = [
  { path: 'overview', title: 'Overview', keywords: ['logs', 'errors', 'log ai'] },
  { path: 'templates', title: 'Templates', keywords: ['log patterns', 'categories', 'drain'] },
  { path: 'anomalies', title: 'Anomalies', keywords: ['anomaly detection', 'log rate', 'swimlane'] },
  { path: 'requests', title: 'Requests', keywords: ['failed requests', 'traces', 'request id'] },
  { path: 'status', title: 'Status', keywords: ['coverage', 'backfill', 'health'] },
] as const;

export type ViewPath = (typeof VIEW_NAMES)[number]['path'];
