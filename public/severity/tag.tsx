import { type EuiThemeComputed, useEuiTheme } from '@elastic/eui';
import type { LevelGroup } from './level_groups.ts';

function coloursOf(group: LevelGroup, { colors, border }: EuiThemeComputed) {
  switch (group) {
    case 'error':
      return { backgroundColor: colors.danger, borderColor: colors.danger, color: colors.emptyShade };
    case 'warning':
      return { backgroundColor: colors.warning, borderColor: colors.warning, color: colors.ink };
    case 'other':
      return { backgroundColor: colors.emptyShade, borderColor: border.color, color: colors.text };
  }
}

/**
 * A word that looks like a badge. An `EuiBadge` computes its colours and measures its text, which a table with dozens
 * of them shows as a delay.
 */
export function Tag({
  group = 'other',
  children,
}: {
  readonly group?: LevelGroup;
  readonly children: string;
}) {
  const { euiTheme } = useEuiTheme();
  return (
    <span
      css={{
        display: 'inline-block',
        padding: `0 ${euiTheme.size.s}`,
        borderWidth: euiTheme.border.width.thin,
        borderStyle: 'solid',
        borderRadius: euiTheme.border.radius.small,
        fontSize: euiTheme.size.m,
        lineHeight: '18px',
        fontWeight: euiTheme.font.weight.medium,
        whiteSpace: 'nowrap',
        verticalAlign: 'middle',
        ...coloursOf(group, euiTheme),
      }}
    >
      {children}
    </span>
  );
}
