import { translate } from '../kibana/i18n.ts';
import { formatCount } from '../quantities/format_quantity.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import type { Trend } from './trends.ts';

/** What a sparkline takes, so that nothing moves when it comes. */
const PLACE = { minHeight: 25 };

/** The lines of a template over the chosen time; an empty place while that is not known. */
export function TrendCell({
  trend,
  known,
}: {
  readonly trend: Trend | undefined;
  readonly known: readonly boolean[];
}) {
  return (
    <div style={PLACE}>
      {trend && <Sparkline counts={trend.counts} known={known} label={labelOf(trend)} />}
    </div>
  );
}

function labelOf({ total, counts }: Trend): string {
  return total === 0
    ? translate('logAi.templates.trend.none', { defaultMessage: 'No lines in this time range' })
    : translate('logAi.templates.trend.label', {
        defaultMessage:
          '{count, plural, one {# line} other {# lines}} in this time range, {most} at most in one bar',
        values: { count: total, most: formatCount(Math.max(...counts)) },
      });
}
