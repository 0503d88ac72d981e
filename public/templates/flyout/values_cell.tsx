import { EuiFlexGroup, EuiFlexItem, EuiProgress, EuiText, EuiTextColor, useEuiTheme } from '@elastic/eui';
import { countOf, formatCount, formatShare } from '../../../common/format_quantity.ts';
import { formatValue } from './format_value.ts';
import type { ValueDistribution } from './value_distribution.ts';
import { ValueHistogram } from './value_histogram.tsx';

/** How the values of a parameter are spread. */
export function ValuesCell({ name, spread }: { readonly name: string; readonly spread: ValueDistribution }) {
  if (spread.count === 0) {
    return (
      <EuiText size="xs" color="subdued">
        none of these lines has a value
      </EuiText>
    );
  }
  return spread.kind === 'numbers' ? <Numbers name={name} spread={spread} /> : <TopValues spread={spread} />;
}

function Numbers({
  name,
  spread: { min, median, p95, max, bins },
}: {
  readonly name: string;
  readonly spread: Extract<ValueDistribution, { kind: 'numbers' }>;
}) {
  const figures = [
    ['min', min],
    ['median', median],
    ['p95', p95],
    ['max', max],
  ] as const;
  const text = figures.map(([title, value]) => `${title} ${formatValue(value)}`).join(', ');
  return (
    <div css={{ width: '100%' }}>
      <ValueHistogram bins={bins} label={`Values of ${name}: ${text}`} />
      <EuiFlexGroup gutterSize="s" responsive={false} justifyContent="spaceBetween" wrap>
        {figures.map(([title, value]) => (
          <EuiFlexItem key={title} grow={false}>
            <EuiText size="xs">
              <EuiTextColor color="subdued">{title}</EuiTextColor> {formatValue(value)}
            </EuiText>
          </EuiFlexItem>
        ))}
      </EuiFlexGroup>
    </div>
  );
}

function TopValues({
  spread: { count, distinct, top },
}: {
  readonly spread: Extract<ValueDistribution, { kind: 'values' }>;
}) {
  const { euiTheme } = useEuiTheme();
  const more = distinct - top.length;
  return (
    <div css={{ width: '100%' }}>
      {top.map((value) => (
        <div key={value.value} css={{ marginBottom: euiTheme.size.xs }}>
          <EuiProgress
            size="xs"
            color="primary"
            max={count}
            value={value.count}
            label={value.value === '' ? '(empty)' : value.value}
            labelProps={{ css: { fontFamily: euiTheme.font.familyCode, fontWeight: 'normal' } }}
            valueText={`${formatCount(value.count)} (${formatShare(value.count / count)})`}
          />
        </div>
      ))}
      {more > 0 && (
        <EuiText size="xs" color="subdued">
          and {countOf(more, 'other value')}
        </EuiText>
      )}
    </div>
  );
}
