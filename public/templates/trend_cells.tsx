import { countOf, formatCount } from '../charts/format_number.ts';
import { Sparkline } from '../charts/sparkline.tsx';
import { LevelMixBar } from './level_mix_bar.tsx';
import type { Trend } from './trends.ts';

/** What a sparkline takes, so that nothing moves when it comes. */
const HEIGHT = 25;

/** The lines of a template over the chosen time. */
export function TrendCell({
  trend,
  known,
}: {
  readonly trend: Trend | undefined;
  readonly known: readonly boolean[];
}) {
  return (
    <div css={{ minHeight: HEIGHT }}>
      {trend && (
        <Sparkline
          counts={trend.counts}
          known={known}
          label={
            trend.total === 0
              ? 'No lines in the chosen time'
              : `${countOf(trend.total, 'line')} in the chosen time, at most ${formatCount(Math.max(...trend.counts))} in one bar`
          }
        />
      )}
    </div>
  );
}

/** How many lines a template has in the chosen time, and of which levels where they are mixed. */
export function LinesInRange({ trend }: { readonly trend: Trend | undefined }) {
  if (!trend) return null;
  return (
    <div css={{ minWidth: 48 }}>
      {formatCount(trend.total)}
      <LevelMixBar by_group={trend.by_group} />
    </div>
  );
}
