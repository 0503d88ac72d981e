/** The feature of Kibana by which roles give access to Log AI, and its app. */
export const FEATURE_ID = 'logAi';

/** What the app asks `core.application.capabilities.logAi` for: which buttons are there. The server half decides by itself. */
export const CAPABILITIES = {
  read: 'show',
  edit: 'editTemplates',
  manage: 'manage',
  rules: 'createRules',
} as const;
