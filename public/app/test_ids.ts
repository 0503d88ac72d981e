/** What end-to-end tests find things by, where their text or role does not say it. */
export const TEST_IDS = {
  page: 'log-ai-page',
  tab: (view: string) => `log-ai-tab-${view}`,
  problem: 'log-ai-problem',
  figure: (name: string) => `log-ai-figure-${name}`,
  failureGroups: 'log-ai-failure-groups',
  failedRequests: 'log-ai-failed-requests',
  waterfall: 'log-ai-waterfall',
  requestLines: 'log-ai-request-lines',
  firstErrorLine: 'log-ai-first-error-line',
  changes: 'log-ai-changes',
  dashboards: 'log-ai-dashboards',
  changedDashboards: 'log-ai-changed-dashboards',
  templates: 'log-ai-templates',
  templateSearch: 'log-ai-template-search',
  templateLink: (id: string) => `log-ai-template-link-${id}`,
  templateFlyout: 'log-ai-template-flyout',
} as const;
