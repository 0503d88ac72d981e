import { formatCount, formatShare } from '../quantities/format_quantity.ts';
import { LEVEL_GROUP_NAMES, LEVEL_GROUPS, type LevelGroup } from '../severity/level_groups.ts';

/** The part of a template's lines that a group of levels has. */
export interface LevelPart {
  readonly group: LevelGroup;
  readonly count: number;
  /** Of 1. */
  readonly share: number;
}

/**
 * How lines are spread over groups of levels, without those that have none.
 *
 * @example
 * levelParts({ error: 1, warning: 0, other: 3 })
 * // [{ group: 'error', count: 1, share: 0.25 }, { group: 'other', count: 3, share: 0.75 }]
 */
export function levelParts(by_group: Readonly<Record<LevelGroup, number>>): readonly LevelPart[] {
  const total = LEVEL_GROUPS.reduce((sum, group) => sum + by_group[group], 0);
  return LEVEL_GROUPS.filter((group) => by_group[group] > 0).map((group) => ({
    group,
    count: by_group[group],
    share: by_group[group] / total,
  }));
}

/**
 * @example
 * levelMixText(parts) // 'Errors 1 (25.0 %), Other lines 3 (75.0 %)'
 */
export function levelMixText(parts: readonly LevelPart[]): string {
  return parts
    .map(
      ({ group, count, share }) =>
        `${LEVEL_GROUP_NAMES[group]()} ${formatCount(count)} (${formatShare(share)})`,
    )
    .join(', ');
}
