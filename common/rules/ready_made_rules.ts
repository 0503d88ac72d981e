import { FEATURE_ID } from '../capabilities.ts';
import { INDICES } from '../indices.ts';
import { SCORE_BANDS } from '../score_bands.ts';
import { ACTION_GROUPS } from './action_groups.ts';
import { RULE_DEFAULTS, RULE_TYPES, type RuleTypeName } from './rule_types.ts';

/** A rule as `POST /api/alerting/rule` takes it, but for its actions. */
export interface ReadyMadeRule {
  readonly name: string;
  readonly rule_type_id: string;
  readonly consumer: string;
  readonly schedule: { readonly interval: string };
  readonly tags: readonly string[];
  readonly params: Readonly<Record<string, unknown>>;
  /** What actions run for: each of these, and its end. */
  readonly groups: readonly string[];
  /** What they say, in Kibana's mustache. */
  readonly message: string;
  readonly recovery_message: string;
}

const COMMON = { schedule: { interval: '1m' }, tags: ['log-ai'] } as const;

const OWN_MESSAGES: Readonly<Record<RuleTypeName, string>> = {
  incident: '{{context.reason}} Score {{context.score}} ({{context.severity}}). {{context.url}}',
  anomaly: '{{context.reason}} Score {{context.score}} ({{context.severity}}). {{context.url}}',
  new_error_template: '{{context.reason}} {{context.url}}',
  failed_requests: '{{context.reason}} {{context.url}}',
};

const own = (type: RuleTypeName, name: string, groups: readonly string[]): ReadyMadeRule => ({
  ...COMMON,
  name,
  rule_type_id: RULE_TYPES[type],
  consumer: FEATURE_ID,
  params: RULE_DEFAULTS[type],
  groups,
  message: OWN_MESSAGES[type],
  recovery_message: 'Recovered: {{context.reason}} {{context.url}}',
});

/**
 * Rules of the types that Log AI brings, with what they have by themselves. Nobody is told of an incident and of each of its
 * anomalies.
 */
export const OWN_RULES: readonly ReadyMadeRule[] = [
  own('incident', 'Log AI: critical incidents', [RULE_DEFAULTS.incident.min_band]),
  own('new_error_template', 'Log AI: new error templates', [ACTION_GROUPS.new_error_template[0].id]),
  own('failed_requests', 'Log AI: failed requests', [ACTION_GROUPS.failed_requests[0].id]),
];

const CRITICAL_FROM = SCORE_BANDS[0].from;
/** Anomalies are found within a minute; a rule that was late by some runs misses none. */
const WINDOW_MINUTES = 5;
/** Kinds of what is told at once. Kibana takes at most 1,000. */
const MOST_GROUPS = 1000;

function esQuery({
  name,
  index,
  filter,
  must_not = [],
  group_by,
  message,
}: {
  readonly name: string;
  readonly index: string;
  readonly filter: readonly object[];
  readonly must_not?: readonly object[];
  readonly group_by: string;
  readonly message: string;
}): ReadyMadeRule {
  return {
    ...COMMON,
    name,
    rule_type_id: '.es-query',
    consumer: 'stackAlerts',
    params: {
      searchType: 'esQuery',
      index: [index],
      // `@timestamp` lies minutes before: what is found late would be older than the window.
      timeField: 'event.created',
      esQuery: JSON.stringify({ query: { bool: { filter, must_not } } }),
      size: 100,
      aggType: 'count',
      groupBy: 'top',
      termField: group_by,
      termSize: MOST_GROUPS,
      threshold: [0],
      thresholdComparator: '>',
      timeWindowSize: WINDOW_MINUTES,
      timeWindowUnit: 'm',
      excludeHitsFromPreviousRun: true,
    },
    groups: ['query matched'],
    message,
    recovery_message: 'Recovered: {{alert.id}}',
  };
}

/** What nobody is told of. */
const SILENT = [{ term: { is_late: true } }, { term: { 'anomaly.status': 'expected' } }];
const EACH_REASON = '{{#context.hits}}{{_source.event.reason}} {{/context.hits}}{{context.link}}';

/**
 * The same with Kibana's own rule type "Elasticsearch query", which needs nothing of Log AI in Kibana: it tells once of each
 * anomaly, and does not see one grow or end.
 */
export const ES_QUERY_RULES: readonly ReadyMadeRule[] = [
  esQuery({
    name: 'Log AI: critical anomalies (Elasticsearch query)',
    index: INDICES.anomalies.name,
    filter: [{ range: { 'event.risk_score': { gte: CRITICAL_FROM } } }],
    must_not: SILENT,
    group_by: 'event.id',
    message: EACH_REASON,
  }),
  esQuery({
    name: 'Log AI: new error templates (Elasticsearch query)',
    index: INDICES.anomalies.name,
    filter: [
      { term: { 'anomaly.type': 'new_template' } },
      { terms: { 'log_ai.severity.label': ['error', 'critical'] } },
    ],
    must_not: SILENT,
    group_by: 'event.id',
    message: EACH_REASON,
  }),
  esQuery({
    name: 'Log AI: failed requests (Elasticsearch query)',
    index: INDICES.requests.name,
    filter: [{ match_all: {} }],
    group_by: 'first_error.service',
    message: `{{alert.id}}: {{context.value}} failed requests in ${WINDOW_MINUTES} min. {{context.link}}`,
  }),
];
