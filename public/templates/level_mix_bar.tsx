import { useEuiTheme } from '@elastic/eui';
import { useLevelColors } from '../severity/level_colors.ts';
import type { LevelGroup } from '../severity/level_groups.ts';
import { levelMixText, levelParts } from './level_mix.ts';

/** A thin bar of the levels of a template's lines; nothing where they are all of one kind. */
export function LevelMixBar({ by_group }: { readonly by_group: Readonly<Record<LevelGroup, number>> }) {
  const { euiTheme } = useEuiTheme();
  const colors = useLevelColors();
  const parts = levelParts(by_group);
  if (parts.length < 2) return null;
  const text = levelMixText(parts);
  return (
    <div
      role="img"
      aria-label={text}
      title={text}
      css={{ display: 'flex', gap: 1, height: euiTheme.size.xs, marginTop: euiTheme.size.xxs }}
    >
      {parts.map(({ group, share }) => (
        // However few they are, they are seen.
        <div key={group} style={{ flex: `${share} 1 3px`, background: colors[group] }} />
      ))}
    </div>
  );
}
