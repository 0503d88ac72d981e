/** What end-to-end tests find things by, where their text or role does not say it. */
export const TEST_IDS = {
  page: 'log-ai-page',
  tab: (view: string) => `log-ai-tab-${view}`,
  problem: 'log-ai-problem',
} as const;
