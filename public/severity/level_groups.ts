import type { Level } from '../../common/levels.ts';
import { translate } from '../kibana/i18n.ts';

/** Levels as charts tell them apart. */
export type LevelGroup = 'error' | 'warning' | 'other';

/** From the bottom of a stack to its top: errors stand on the axis, where they can be compared. */
export const LEVEL_GROUPS: readonly LevelGroup[] = ['error', 'warning', 'other'];

export const LEVEL_GROUP_NAMES: Readonly<Record<LevelGroup, () => string>> = {
  error: () => translate('logAi.severity.errors', { defaultMessage: 'Errors' }),
  warning: () => translate('logAi.severity.warnings', { defaultMessage: 'Warnings' }),
  other: () => translate('logAi.severity.otherLines', { defaultMessage: 'Other lines' }),
};

/**
 * @example
 * levelGroupOf('FATAL') // 'error'
 */
export function levelGroupOf(level: Level | undefined): LevelGroup {
  switch (level) {
    case 'ERROR':
    case 'CRITICAL':
    case 'FATAL':
      return 'error';
    case 'WARN':
      return 'warning';
    default:
      return 'other';
  }
}
