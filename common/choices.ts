/**
 * The words of which a record or a question holds one. They stand apart from the schemas that are made of them: the app
 * offers them, and validates nothing.
 */

/** Log levels after normalisation, least to most severe. */
export const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'NOTICE', 'WARN', 'ERROR', 'CRITICAL', 'FATAL'] as const;

/** What an anomaly is about. */
export const ANOMALY_TYPES = [
  'frequency',
  'drop',
  'new_template',
  'new_source',
  'sequence',
  'semantic',
  'parameter',
] as const;

export const ANOMALY_STATUSES = ['active', 'resolved', 'expected', 'expired'] as const;

/** What a detector says of an anomaly; that it was expected is for people to say. */
export const FOUND_STATUSES = ['active', 'resolved', 'expired'] as const;

/** What people say in advance: that something is expected, that work is planned, or how sensitive a service is. */
export const EXPECTATION_KINDS = ['expected', 'maintenance', 'sensitivity'] as const;

/** How much the anomalies of a service matter, where it is not as much as those of others. */
export const SENSITIVITIES = ['low', 'high'] as const;

/** Of all services in a back-test: as it is where nobody said anything, or about one band of severity lower or higher. */
export const BACKTEST_SENSITIVITIES = ['normal', ...SENSITIVITIES] as const;

/** Which expectations are listed: those that are not over yet, or all that ever were. */
export const EXPECTATION_STATES = ['open', 'all'] as const;

/** How an incident is; `expected`: people said so of all of its evidence. */
export const INCIDENT_STATUSES = ['active', 'resolved', 'expected'] as const;

/** What the headline of an incident says of it: requests failed for it, or none did. A newer version may say more. */
export const HEADLINE_CODES = ['failed_requests', 'anomalies'] as const;

/** What incidents can be sorted by: the newest first, or the most severe. */
export const INCIDENT_SORTS = ['newest', 'worst'] as const;

/** What can be abnormal, by the names of the keys that tell one from another. */
export const SUBJECT_KEYS = {
  template: ['template'],
  template_in_service: ['template', 'service'],
  service: ['service'],
  source: ['of', 'name'],
  error_share: ['service'],
  warning_share: ['service'],
  session: ['service', 'template', 'deviation'],
  parameter: ['template', 'parameter'],
  incident: ['incident'],
} as const;

/** How a request went in which something was wrong: it failed, or it came to its normal end all the same. */
export const REQUEST_OUTCOMES = ['failed', 'degraded'] as const;

/** How a request without an error went: `failed` is one that stopped where others go on. */
export const SAMPLE_OUTCOMES = ['succeeded', 'failed'] as const;

/** What templates can be sorted by. */
export const TEMPLATE_SORTS = ['last_seen', 'first_seen', 'line_count'] as const;
