import { DARK_THEME, LIGHT_THEME, type Theme } from '@elastic/charts';
import { useEuiTheme } from '@elastic/eui';
import { useMemo } from 'react';

/**
 * The charts' own theme for the mode that Kibana is in, with the page's font, and grid lines that stay behind the data:
 * in dark mode the charts' own are almost white.
 */
export function useChartTheme(): Theme {
  const { colorMode, euiTheme } = useEuiTheme();
  return useMemo(() => {
    const { axes, ...theme } = colorMode === 'DARK' ? DARK_THEME : LIGHT_THEME;
    const fontFamily = euiTheme.font.family;
    const { horizontal, vertical } = axes.gridLine;
    const stroke = euiTheme.colors.lightShade;
    return {
      ...theme,
      axes: {
        ...axes,
        axisTitle: { ...axes.axisTitle, fontFamily },
        tickLabel: { ...axes.tickLabel, fontFamily },
        gridLine: {
          ...axes.gridLine,
          horizontal: { ...horizontal, stroke },
          vertical: { ...vertical, stroke },
        },
      },
    };
  }, [colorMode, euiTheme]);
}
