import { useEuiTheme } from '@elastic/eui';

const WIDTH = 120;
const HEIGHT = 24;

/**
 * A trend in a table's cell: bars from zero, gaps where nothing is known. Plain SVG, since a table has fifty of them.
 *
 * @param label - What it shows, for those who do not see it.
 */
export function Sparkline({
  counts,
  known,
  label,
}: {
  readonly counts: readonly number[];
  readonly known: readonly boolean[];
  readonly label: string;
}) {
  const { euiTheme } = useEuiTheme();
  const peak = counts.reduce((most, count) => Math.max(most, count), 1);
  const step = WIDTH / Math.max(1, counts.length);
  const path = counts
    .map((count, index) => {
      if (count === 0 || known[index] === false) return '';
      // A single line must be seen beside a thousand.
      const height = Math.max(1.5, (count / peak) * HEIGHT);
      return `M${(index * step).toFixed(1)} ${HEIGHT}v${(-height).toFixed(1)}h${Math.max(1, step - 0.5).toFixed(1)}v${height.toFixed(1)}z`;
    })
    .join('');
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      css={{ display: 'block', borderBottom: euiTheme.border.thin }}
      preserveAspectRatio="none"
    >
      <title>{label}</title>
      <path d={path} fill={euiTheme.colors.primary} />
    </svg>
  );
}
