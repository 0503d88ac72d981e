import type { Logger } from '../../../server/kibana/contract.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** A line of the host's log, as Kibana's would have it. */
export interface LogLine {
  readonly level: LogLevel;
  readonly logger: string;
  readonly message: string;
}

export type Log = (line: LogLine) => void;

/** Makes a logger that hands all levels to `log`. */
export function createLogger(log: Log, context: readonly string[]): Logger {
  const write = (level: LogLevel) => (message: string) => {
    log({ level, logger: context.join('.'), message });
  };
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
