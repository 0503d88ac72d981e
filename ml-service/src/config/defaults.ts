import { DEFAULT_PARSE_CONFIG } from '../settings/parse.ts';

/**
 * What Log AI does when nobody says otherwise. Each number stands with its reason. The numbers of the detectors stand
 * in `settings/detectors.ts`, those of the miner in `settings/parse.ts`.
 *
 * @example
 * DEFAULTS.http.port // 5605
 */
export const DEFAULTS = {
  elasticsearch: {
    /** Where Elasticsearch listens out of the box. */
    url: 'http://127.0.0.1:9200',
    /** A bulk request may wait half a minute behind a merge or a garbage collection; after a minute nobody answers. */
    request_timeout_ms: 60_000,
    /** The naming scheme of Elastic's own shippers. Several patterns are separated by commas. */
    log_indices: 'logs-*',
    /** What shippers of logs-* expect. False for shippers that write with `index` instead of `create`. */
    data_streams: true,
  },
  kibana: {
    /** The one that is there from the beginning. */
    space: 'default',
  },
  http: {
    /** Reachable from this machine only, until somebody decides otherwise. */
    host: '127.0.0.1',
    /** Free on a machine with Kibana (5601) and its proxies (5602 to 5604). */
    port: 5605,
    /** 10,000 lines of 800 bytes: what a form or a script posts at once; more belongs into a stream or a file. */
    max_body_bytes: 8 * 1024 * 1024,
  },
  parse: {
    /** Times without a zone are read in it. Servers log in UTC more often than in anything else. */
    time_zone: 'UTC',
    /** What a name of a zone means that has several meanings. */
    zones: [],
    status_levels: DEFAULT_PARSE_CONFIG.status_levels,
    /** The one that was right most often on labelled logs, see docs/adr/0013. */
    miner: 'drain',
    sim_th: DEFAULT_PARSE_CONFIG.sim_th,
    max_children: DEFAULT_PARSE_CONFIG.max_children,
    max_templates: DEFAULT_PARSE_CONFIG.max_templates,
    /** Some hundred and twenty layouts of headers are recognised by themselves; these come before them. */
    formats: [],
    /** The first that is present is the request id: ECS first, then what frameworks write by themselves. */
    request_id_fields: [
      'http.request.id',
      'trace.id',
      'trace_id',
      'traceId',
      'request_id',
      'requestId',
      'correlation_id',
      'correlationId',
    ],
  },
  severity: {
    /** A level says what a program thinks of a line, and many lines have none. */
    enabled: true,
  },
  tasks: {
    /** Between two runs of a task: a new kind of line has its template, a failed request its story about this long after it is searchable. */
    interval_seconds: 5,
    /** How late shippers send: a minute is counted and judged this long after its end. They send every few seconds. */
    detection_lag_seconds: 10,
    /** From the pipeline to the shard under load, and how much clocks differ. The refresh of the indices comes on top. */
    indexing_delay_seconds: 5,
    /** After a pause of an hour nobody wants to be woken for what was over before. */
    alert_max_age_minutes: 60,
    /** Indices are cut by days: an hour more or less does not matter. */
    retention_interval_seconds: 3600,
    /** 5,000 documents of 1 kB are 5 MB: above it a page grows the heap faster than it saves round trips. */
    page_size: 5000,
    /** A crashed process is replaced within a minute; a running one renews its lease three times in it. */
    lease_ttl_seconds: 60,
  },
  refine: {
    /** Nothing leaves before somebody decides so. */
    enabled: false,
    /** A model of some billion parameters on a processor takes that long for 20 samples. */
    timeout_seconds: 30,
    /** Questions of a run: with the timeout above, it takes five minutes at most. */
    max_templates: 10,
  },
  retention: {
    /** Days. A month of minutes is enough to compare a day with the same day of the four weeks before. */
    template_counts: 30,
    /** Days. Anomalies are few, and last year's Black Friday is a fair question. */
    anomalies: 365,
    /** Days after their end. As long as their evidence. */
    incidents: 365,
    /** Days. As long as the logs they point to usually live. */
    requests: 30,
    /** Days. What is usual today is usual since last week, or is not. */
    request_samples: 7,
    /** Days. A map of services is compared with that of the same day of the weeks before. */
    edges: 30,
  },
  log: { level: 'info' },
} as const;
