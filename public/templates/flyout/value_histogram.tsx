import { useEuiTheme } from '@elastic/eui';
import { translate } from '../../kibana/i18n.ts';
import { formatValue } from './format_value.ts';
import type { ValueBin } from './value_distribution.ts';

const HEIGHT = 40;
const STEP = 10;

function binText(from: number, to: number): string {
  return from === to ? formatValue(from) : `${formatValue(from)} – ${formatValue(to)}`;
}

/** How numbers are spread, as bars; each says what it holds in its tooltip. */
export function ValueHistogram({
  bins,
  label,
}: {
  readonly bins: readonly ValueBin[];
  readonly label: string;
}) {
  const { euiTheme } = useEuiTheme();
  const peak = bins.reduce((most, { count }) => Math.max(most, count), 1);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${bins.length * STEP} ${HEIGHT}`}
      width="100%"
      height={HEIGHT}
      preserveAspectRatio="none"
      css={{ display: 'block', borderBottom: euiTheme.border.thin }}
    >
      {bins.map(({ from, to, count }, index) => {
        // A single line must be seen beside a hundred.
        const height = count === 0 ? 0 : Math.max(2, (count / peak) * HEIGHT);
        return (
          <g key={index}>
            <title>
              {translate('logAi.templates.parameters.bin', {
                defaultMessage: '{values}: {count, plural, one {# line} other {# lines}}',
                values: { values: binText(from, to), count },
              })}
            </title>
            {/* The tooltip is there above a low bar, too. */}
            <rect x={index * STEP} width={STEP} height={HEIGHT} fill="transparent" />
            <rect
              x={index * STEP}
              width={STEP - 1}
              y={HEIGHT - height}
              height={height}
              fill={euiTheme.colors.primary}
            />
          </g>
        );
      })}
    </svg>
  );
}
