import { EuiBadge } from '@elastic/eui';
import type { Level as LogLevel } from '../../common/levels.ts';

const COLORS: Readonly<Record<LogLevel, string>> = {
  TRACE: 'hollow',
  DEBUG: 'hollow',
  INFO: 'hollow',
  NOTICE: 'hollow',
  WARN: 'warning',
  ERROR: 'danger',
  CRITICAL: 'danger',
  FATAL: 'danger',
};

/** The level of a line or template; nothing where it states none. */
export function Level({ level }: { readonly level: LogLevel | undefined }) {
  return level === undefined ? null : <EuiBadge color={COLORS[level]}>{level}</EuiBadge>;
}
