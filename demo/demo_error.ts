/** What can stop the demo; each has its own way out, which the message names. */
export type DemoErrorCode =
  | 'incident_unknown'
  | 'platform_unsupported'
  | 'java_missing'
  | 'maven_missing'
  | 'download_failed'
  | 'disk_full'
  | 'folder_unusable'
  | 'port_taken'
  | 'elasticsearch_not_ready'
  | 'elasticsearch_refused';

/**
 * An error of the demo. Its message is a sentence that says what to do.
 *
 * @example
 * throw new DemoError('port_taken', 'Port 9200 is taken: choose another one.');
 */
export class DemoError extends Error {
  override readonly name = 'DemoError';
  readonly code: DemoErrorCode;

  constructor(code: DemoErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
  }
}
