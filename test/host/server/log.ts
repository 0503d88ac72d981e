export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** A line of the host's log, as Kibana's would have it. */
export interface LogLine {
  readonly level: LogLevel;
  readonly logger: string;
  readonly message: string;
}

export type Log = (line: LogLine) => void;

type Write = (message: string | Error | (() => string)) => void;

/** A logger as plugins get it: it makes others below itself. */
export type Logger = Record<LogLevel, Write> & {
  get(...context: string[]): Logger;
  isLevelEnabled(level: LogLevel): boolean;
};

/** Makes a logger that hands all levels to `log`. */
export function createLogger(log: Log, context: readonly string[]): Logger {
  const write =
    (level: LogLevel): Write =>
    (message) => {
      const text = typeof message === 'function' ? message() : message;
      log({
        level,
        logger: context.join('.'),
        message: text instanceof Error ? (text.stack ?? text.message) : text,
      });
    };
  return {
    trace: write('trace'),
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('fatal'),
    get: (...more) => createLogger(log, [...context, ...more]),
    isLevelEnabled: () => true,
  };
}
