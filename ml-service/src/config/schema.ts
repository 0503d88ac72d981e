import { z } from 'zod';
import { LogAiError } from '../../../common/errors.ts';
import { INDICES } from '../../../common/indices.ts';
import {
  ErrorShareConfig,
  FrequencyConfig,
  NewTemplateConfig,
  SeasonalConfig,
  WarningShareConfig,
  SequenceConfig,
  SemanticConfig,
  ParameterConfig,
} from '../settings/detectors.ts';
import { RequestsConfig } from '../settings/requests.ts';
import { IncidentsConfig } from '../settings/incidents.ts';
import { readLineFormat } from '../settings/line_format.ts';
import { BATCH_MINERS, STREAMING_MINERS } from '../settings/parse.ts';
import { readZoneMeaning, ZONE_MEANING_PROBLEM } from '../settings/zone_names.ts';
import { DEFAULTS } from './defaults.ts';
import { SPACE_ID } from '../../../common/spaces.ts';

/** The longest timer of Node, 2^31 - 1 ms, in seconds. */
const MAX_TIMER_SECONDS = 2_147_483;
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const seconds = () => z.int().min(1).max(MAX_TIMER_SECONDS);
const days = () => z.int().min(1).max(36_500);
const secret = () => z.string().min(1).optional();

const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' });

const timeZone = z.string().refine(isTimeZone, 'must be a time zone such as UTC or Europe/Berlin');

const logIndices = z
  .string()
  .refine(
    (value) => patternsOf(value).every((pattern) => /^[^\s,:*"\\<>|?/-][^\s,:"\\<>|?/]*$/.test(pattern)),
    {
      error:
        'must be index patterns of this cluster, separated by commas, each beginning with a letter or a dot',
    },
  )
  .refine((value) => !patternsOf(value).some(matchesOwnIndex), {
    error: "must not match Log AI's own indices (log-ai-*): choose a narrower pattern",
  });

const lineFormat = z.string().superRefine((format, context) => {
  try {
    readLineFormat(format);
  } catch (error) {
    const problem = error instanceof LogAiError ? error.details['problem'] : undefined;
    context.addIssue({ code: 'custom', message: `cannot be read: ${String(problem)}` });
  }
});

interface Credentials {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly api_key?: string | undefined;
}

function checkCredentials({ username, password, api_key }: Credentials, context: z.RefinementCtx): void {
  if (api_key !== undefined && (username ?? password) !== undefined) {
    context.addIssue({ code: 'custom', message: 'has both an api_key and a user: remove one of them' });
  } else if ((username === undefined) !== (password === undefined)) {
    context.addIssue({ code: 'custom', message: 'needs username and password together' });
  }
}

const ElasticsearchConfig = z
  .strictObject({
    url: httpUrl.default(DEFAULTS.elasticsearch.url),
    username: secret(),
    password: secret(),
    api_key: secret(),
    ca_file: z.string().min(1).optional(),
    request_timeout_ms: z.int().min(100).max(3_600_000).default(DEFAULTS.elasticsearch.request_timeout_ms),
    log_indices: logIndices.default(DEFAULTS.elasticsearch.log_indices),
    data_streams: z.boolean().default(DEFAULTS.elasticsearch.data_streams),
  })
  .superRefine(checkCredentials)
  .superRefine((value, context) => {
    if (value.ca_file !== undefined && value.url.startsWith('http:')) {
      context.addIssue({ code: 'custom', message: 'has a ca_file but an http:// url: use https://' });
    }
  });

const KibanaConfig = z
  .strictObject({
    url: httpUrl.optional(),
    space: z
      .string()
      .regex(SPACE_ID, 'must be the identifier of a space: small letters, digits, _ and -')
      .default(DEFAULTS.kibana.space),
    username: secret(),
    password: secret(),
    api_key: secret(),
    ca_file: z.string().min(1).optional(),
  })
  .superRefine(checkCredentials);

const HttpConfig = z
  .strictObject({
    host: z.string().min(1).default(DEFAULTS.http.host),
    port: z.int().min(0).max(65_535).default(DEFAULTS.http.port),
    api_token: z.string().min(16, 'must have at least 16 characters').optional(),
    max_body_bytes: z.int().min(1024).max(536_870_912).default(DEFAULTS.http.max_body_bytes),
  })
  .superRefine((value, context) => {
    if (!LOOPBACK.has(value.host) && value.api_token === undefined) {
      context.addIssue({ code: 'custom', message: 'listens to other machines: set http.api_token' });
    }
  });

const describeMiner = ({ input }: { readonly input?: unknown }) =>
  (BATCH_MINERS as readonly unknown[]).includes(input)
    ? `must be ${STREAMING_MINERS.join(' or ')}: this one has to see all lines first, use it with log-ai analyze --miner`
    : `must be ${STREAMING_MINERS.join(' or ')}`;

const ParseConfig = z.strictObject({
  time_zone: timeZone.default(DEFAULTS.parse.time_zone),
  zones: z
    .array(z.string().refine((text) => readZoneMeaning(text) !== undefined, ZONE_MEANING_PROBLEM))
    .default([...DEFAULTS.parse.zones]),
  status_levels: z.boolean().default(DEFAULTS.parse.status_levels),
  miner: z.enum(STREAMING_MINERS, { error: describeMiner }).default(DEFAULTS.parse.miner),
  sim_th: z.number().gt(0).max(1).default(DEFAULTS.parse.sim_th),
  max_children: z.int().min(2).max(100_000).default(DEFAULTS.parse.max_children),
  max_templates: z.int().min(1).max(1_000_000).default(DEFAULTS.parse.max_templates),
  formats: z.array(lineFormat).default([...DEFAULTS.parse.formats]),
  request_id_fields: z
    .array(z.string().min(1))
    .min(1)
    .default([...DEFAULTS.parse.request_id_fields]),
});

const DetectConfig = z.strictObject({
  frequency: FrequencyConfig.refine(
    (value) => value.min_known_baseline_minutes <= value.baseline_minutes,
    'has min_known_baseline_minutes above baseline_minutes: nothing could ever be judged',
  ).prefault({}),
  new_template: NewTemplateConfig.prefault({}),
  seasonal: SeasonalConfig.prefault({}),
  error_share: ErrorShareConfig.prefault({}),
  warning_share: WarningShareConfig.prefault({}),
  sequence: SequenceConfig.prefault({}),
  semantic: SemanticConfig.prefault({}),
  parameter: ParameterConfig.prefault({}),
});

const SeverityConfig = z.strictObject({
  enabled: z.boolean().default(DEFAULTS.severity.enabled),
});

const TasksConfig = z.strictObject({
  interval_seconds: seconds().default(DEFAULTS.tasks.interval_seconds),
  detection_lag_seconds: z.int().min(0).max(3600).default(DEFAULTS.tasks.detection_lag_seconds),
  indexing_delay_seconds: z.int().min(0).max(3600).default(DEFAULTS.tasks.indexing_delay_seconds),
  alert_max_age_minutes: z.int().min(1).max(525_600).default(DEFAULTS.tasks.alert_max_age_minutes),
  retention_interval_seconds: seconds().default(DEFAULTS.tasks.retention_interval_seconds),
  page_size: z.int().min(1).max(10_000).default(DEFAULTS.tasks.page_size),
  lease_ttl_seconds: z.int().min(3).max(86_400).default(DEFAULTS.tasks.lease_ttl_seconds),
});

const RefineConfig = z
  .strictObject({
    enabled: z.boolean().default(DEFAULTS.refine.enabled),
    base_url: httpUrl
      .refine((value) => new URL(value).username === '', 'must have no user in it: set refine.api_key')
      .optional(),
    model: z.string().min(1).optional(),
    api_key: secret(),
    timeout_seconds: z.int().min(1).max(600).default(DEFAULTS.refine.timeout_seconds),
    max_templates: z.int().min(1).max(1000).default(DEFAULTS.refine.max_templates),
  })
  .superRefine((value, context) => {
    if (value.enabled && (value.base_url === undefined || value.model === undefined)) {
      context.addIssue({ code: 'custom', message: 'is enabled and needs base_url and model' });
    }
  });

const RetentionConfig = z.strictObject({
  template_counts: days().default(DEFAULTS.retention.template_counts),
  anomalies: days().default(DEFAULTS.retention.anomalies),
  incidents: days().default(DEFAULTS.retention.incidents),
  requests: days().default(DEFAULTS.retention.requests),
  request_samples: days().default(DEFAULTS.retention.request_samples),
  edges: days().default(DEFAULTS.retention.edges),
});

const LogConfig = z.strictObject({
  level: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default(DEFAULTS.log.level),
});

/** The whole configuration. Unknown keys are refused; what is absent comes from {@link DEFAULTS}. */
export const ConfigSchema = z.strictObject({
  elasticsearch: ElasticsearchConfig.prefault({}),
  kibana: KibanaConfig.prefault({}),
  http: HttpConfig.prefault({}),
  parse: ParseConfig.prefault({}),
  detect: DetectConfig.prefault({}),
  severity: SeverityConfig.prefault({}),
  requests: RequestsConfig.prefault({}),
  incidents: IncidentsConfig.prefault({}),
  tasks: TasksConfig.prefault({}),
  refine: RefineConfig.prefault({}),
  retention: RetentionConfig.prefault({}),
  log: LogConfig.prefault({}),
});
export type Config = z.infer<typeof ConfigSchema>;

/**
 * The single patterns of `elasticsearch.log_indices`.
 *
 * @example
 * patternsOf('logs-*, app-*') // ['logs-*', 'app-*']
 */
export function patternsOf(log_indices: string): string[] {
  return log_indices.split(',').map((pattern) => pattern.trim());
}

function matchesOwnIndex(pattern: string): boolean {
  const expression = new RegExp(`^${pattern.replace(/[.+^${}()[\]]/g, '\\$&').replaceAll('*', '.*')}$`);
  return Object.values(INDICES).some(
    ({ name }) => expression.test(name) || expression.test(`${name}-2026.01`),
  );
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
