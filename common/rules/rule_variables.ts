import type { RuleTypeName } from './rule_types.ts';

interface RuleVariable {
  readonly description: string;
  /** The types whose alerts have it. */
  readonly of: readonly RuleTypeName[];
  /** It is an address: whole only where Kibana knows its own, `server.publicBaseUrl`. */
  readonly is_link?: true;
}

const ANOMALIES = ['anomaly', 'new_error_template'] as const;
const SCORED = ['incident', ...ANOMALIES] as const;
const ALL = [...SCORED, 'failed_requests'] as const;
const OF_TEMPLATES = [...ANOMALIES, 'failed_requests'] as const;

/** What messages of actions may use, as `{{context.reason}}`: of alerts that began, and of those that recovered. */
export const RULE_VARIABLES = {
  reason: { description: 'What is wrong, as one sentence in English and UTC.', of: ALL },
  status: { description: 'active, resolved, expired or expected.', of: ALL },
  score: { description: 'The score, 0 to 100.', of: SCORED },
  severity: { description: 'The band of the score: low, minor, major or critical.', of: SCORED },
  type: { description: 'The type of the anomaly, such as frequency or new_template.', of: ANOMALIES },
  service: {
    description: 'The service; of an incident where it began, of failed requests the one that failed first.',
    of: ALL,
  },
  services: { description: 'The services in the order in which they became abnormal.', of: ['incident'] },
  anomalies: { description: 'The number of anomalies.', of: ['incident'] },
  template_id: {
    description: 'The template; for failed requests that of the first error.',
    of: OF_TEMPLATES,
  },
  template_text: { description: 'The text of the template, cut at a length.', of: OF_TEMPLATES },
  count: {
    description: 'The number of failed requests: of the incident, or in the window.',
    of: ['incident', 'failed_requests'],
  },
  request_id: { description: 'The latest of the failed requests.', of: ['failed_requests'] },
  start: { description: 'When it began, ISO 8601.', of: ALL },
  detected: { description: 'When it was detected, ISO 8601.', of: ALL },
  event_id: { description: 'The id of the incident or anomaly.', of: SCORED },
  url: { description: 'The page of Log AI that shows it.', of: ALL, is_link: true },
  discover_url: { description: 'Its lines in Discover.', of: OF_TEMPLATES, is_link: true },
} as const satisfies Record<string, RuleVariable>;

export type RuleVariableName = keyof typeof RULE_VARIABLES;

/** The variables of an alert. What is not known of it is left out. */
export type AlertContext = Readonly<Partial<Record<RuleVariableName, string | number>>>;

/** The variables that alerts of a type have, in their order. */
export function variablesOf(type: RuleTypeName): readonly (RuleVariable & { readonly name: string })[] {
  return Object.entries<RuleVariable>(RULE_VARIABLES)
    .filter(([, { of }]) => of.includes(type))
    .map(([name, variable]) => ({ name, ...variable }));
}
