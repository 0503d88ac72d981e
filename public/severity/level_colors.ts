import { useEuiTheme } from '@elastic/eui';
import { useMemo } from 'react';
import type { LevelGroup } from './level_groups.ts';

/** Colours of the theme, so that dark mode and other themes follow. */
export function useLevelColors(): Readonly<Record<LevelGroup, string>> {
  const { euiTheme } = useEuiTheme();
  return useMemo(
    () => ({
      error: euiTheme.colors.danger,
      warning: euiTheme.colors.warning,
      other: euiTheme.colors.mediumShade,
    }),
    [euiTheme],
  );
}
