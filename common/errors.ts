/**
 * Every error code of Log AI with what it means. The code is stable: clients, tests and documentation rely on it.
 * `status` is the HTTP status with which the service answers.
 */
export const ERROR_CODES = {
  config_invalid: {
    status: 500,
    meaning: 'The configuration has an unknown key or a value that does not fit.',
  },
  request_invalid: { status: 400, meaning: 'The request does not fit its schema.' },
  unauthorized: { status: 401, meaning: 'The API token is missing or wrong.' },
  forbidden: {
    status: 403,
    meaning: 'The user may not do this, or may not read all of the logs that it concerns.',
  },
  not_found: { status: 404, meaning: 'There is no such record or route.' },
  conflict: { status: 409, meaning: 'Another process changed the record, or the same job is running.' },
  payload_too_large: { status: 413, meaning: 'The request is larger than the service accepts.' },
  input_unreadable: { status: 400, meaning: 'A file or stream cannot be read.' },
  input_corrupt: { status: 400, meaning: 'A compressed or structured input ends early or is damaged.' },
  output_unwritable: { status: 500, meaning: 'A file or stream cannot be written.' },
  state_corrupt: { status: 500, meaning: 'What was learned earlier is damaged where it is kept.' },
  state_locked: { status: 409, meaning: 'Another process learns into the same state file.' },
  mask_invalid: { status: 400, meaning: 'A mask is not a pattern of the supported, linear-time kind.' },
  elasticsearch_unreachable: { status: 503, meaning: 'Elasticsearch does not answer.' },
  elasticsearch_unauthorized: { status: 502, meaning: 'Elasticsearch refuses the credentials.' },
  elasticsearch_forbidden: { status: 502, meaning: 'The Elasticsearch user lacks a privilege.' },
  elasticsearch_failed: { status: 502, meaning: 'Elasticsearch answered with an error.' },
  language_model_unreachable: { status: 503, meaning: 'The language model does not answer.' },
  language_model_failed: { status: 502, meaning: 'What answers is not the language model, or refuses.' },
  model_unusable: {
    status: 500,
    meaning: 'A model that is installed with the service is missing, damaged or does not run here.',
  },
  semantic_off: {
    status: 409,
    meaning: 'Meanings of templates are switched off in the configuration of the service.',
  },
  severity_off: {
    status: 409,
    meaning: 'Severities by a model are switched off in the configuration of the service.',
  },
  not_set_up: {
    status: 409,
    meaning:
      'The indices or the pipeline of Log AI are not in this Elasticsearch, or are of an earlier version.',
  },
  newer_version: { status: 409, meaning: 'A newer Log AI wrote what this one does not understand.' },
  service_unreachable: { status: 503, meaning: 'The service of Log AI does not answer Kibana.' },
  service_refused: { status: 502, meaning: 'The service of Log AI refuses the token that Kibana sends.' },
  saved_objects_failed: {
    status: 502,
    meaning: 'Kibana did not read or write dashboards, data views or saved searches.',
  },
  rules_failed: { status: 502, meaning: 'Kibana did not take an alert rule.' },
  kibana_unreachable: { status: 503, meaning: 'Kibana does not answer the command line.' },
  kibana_refused: {
    status: 502,
    meaning: 'Kibana refuses the credentials, or the user lacks a privilege.',
  },
  app_unreachable: { status: 503, meaning: 'The browser could not load the app of Log AI from Kibana.' },
  app_failed: { status: 500, meaning: 'The app of Log AI could not be shown in Kibana.' },
  internal: { status: 500, meaning: 'A defect in Log AI.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

/** A stable error code, see {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

const SECRET_KEY = /pass|secret|token|api_?key|authorization|credential/i;

/**
 * The one base error. Its message is a sentence that says what to do; `details` never hold secrets.
 *
 * @example
 * throw new LogAiError('input_unreadable', 'The file app.log does not exist: check the path.', { details: { path } });
 */
export class LogAiError extends Error {
  override readonly name = 'LogAiError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, unknown> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = Object.fromEntries(
      Object.entries(options.details ?? {}).map(([key, value]) => [
        key,
        SECRET_KEY.test(key) ? '[redacted]' : value,
      ]),
    );
  }

  /** The HTTP status that belongs to the code. */
  get status(): number {
    return ERROR_CODES[this.code].status;
  }
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
