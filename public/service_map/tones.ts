import { useEuiTheme } from '@elastic/eui';
import type { FailureTone } from './shown_map.ts';

/** The colours of what fails, as those of levels are. */
export function useTones(): Readonly<Record<FailureTone, string>> {
  const { euiTheme } = useEuiTheme();
  return {
    none: euiTheme.colors.mediumShade,
    some: euiTheme.colors.warning,
    many: euiTheme.colors.danger,
  };
}
