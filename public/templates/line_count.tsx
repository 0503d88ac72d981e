import { formatCompact, formatCount } from '../quantities/format_quantity.ts';
import { LevelMixBar } from './level_mix_bar.tsx';
import type { Trend } from './trends.ts';

/** From here on the digits take more than a column. */
const LARGE = 10_000_000;

/** A count to its last digit as far as the place allows. */
export function LineCount({ count }: { readonly count: number }) {
  return <span title={formatCount(count)}>{count < LARGE ? formatCount(count) : formatCompact(count)}</span>;
}

/** How many lines a template has in the chosen time, and of which levels where they are mixed. */
export function LinesInRange({ trend }: { readonly trend: Trend | undefined }) {
  if (!trend) return null;
  return (
    <div style={{ minWidth: 48 }}>
      <LineCount count={trend.total} />
      <LevelMixBar by_group={trend.by_group} />
    </div>
  );
}
