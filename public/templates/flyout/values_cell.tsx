import { EuiFlexGroup, EuiFlexItem, EuiProgress, EuiText, EuiTextColor, useEuiTheme } from '@elastic/eui';
import { translate } from '../../kibana/i18n.ts';
import { formatCount, formatShare } from '../../quantities/format_quantity.ts';
import { formatValue } from './format_value.ts';
import type { ValueDistribution } from './value_distribution.ts';
import { ValueHistogram } from './value_histogram.tsx';

/** How the values of a parameter are spread. */
export function ValuesCell({ name, spread }: { readonly name: string; readonly spread: ValueDistribution }) {
  if (spread.count === 0) {
    return (
      <EuiText size="xs" color="subdued">
        {translate('logAi.templates.parameters.none', { defaultMessage: 'No values in these lines' })}
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
    [translate('logAi.templates.parameters.min', { defaultMessage: 'min' }), min],
    [translate('logAi.templates.parameters.median', { defaultMessage: 'median' }), median],
    [translate('logAi.templates.parameters.p95', { defaultMessage: 'p95' }), p95],
    [translate('logAi.templates.parameters.max', { defaultMessage: 'max' }), max],
  ] as const;
  const text = figures.map(([title, value]) => `${title} ${formatValue(value)}`).join(', ');
  return (
    <div css={{ width: '100%' }}>
      <ValueHistogram
        bins={bins}
        label={translate('logAi.templates.parameters.histogram', {
          defaultMessage: 'Values of {name}: {figures}',
          values: { name, figures: text },
        })}
      />
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
            label={
              value.value === ''
                ? translate('logAi.templates.parameters.empty', { defaultMessage: '(empty)' })
                : value.value
            }
            labelProps={{ css: { fontFamily: euiTheme.font.familyCode, fontWeight: 'normal' } }}
            valueText={`${formatCount(value.count)} (${formatShare(value.count / count)})`}
          />
        </div>
      ))}
      {more > 0 && (
        <EuiText size="xs" color="subdued">
          {translate('logAi.templates.parameters.more', {
            defaultMessage: 'and {count, plural, one {# other value} other {# other values}}',
            values: { count: more },
          })}
        </EuiText>
      )}
    </div>
  );
}
