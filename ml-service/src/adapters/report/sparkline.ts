import { type Html, html } from './html.ts';

/** With fewer there is nothing to see. */
const LEAST_BUCKETS = 3;
const HEIGHT = 24;
const BAR_WIDTH = 4;
const GAP = 1;

/**
 * Bars of counts over time; nothing for fewer than three. What is not zero is seen.
 *
 * @param options.label - What a screen reader says.
 */
export function sparkline({
  counts,
  label,
}: {
  readonly counts: readonly number[];
  readonly label: string;
}): Html | undefined {
  if (counts.length < LEAST_BUCKETS) return undefined;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  const bars = counts.map((count, index) => {
    if (count === 0) return '';
    const height = Math.max(1.5, (count / most) * HEIGHT);
    return `M${index * BAR_WIDTH} ${HEIGHT}v${(-height).toFixed(1)}h${BAR_WIDTH - GAP}v${height.toFixed(1)}z`;
  });
  return html`<svg
    class="spark"
    viewBox="0 0 ${counts.length * BAR_WIDTH - GAP} ${HEIGHT}"
    preserveAspectRatio="none"
    role="img"
    aria-label="${label}"
  >
    <path d="${bars.join('')}" />
  </svg>`;
}
