import { EuiFlexGroup, EuiFlexItem, EuiHealth } from '@elastic/eui';
import { bandText, SEVERITY_BANDS } from '../severity/severity_bands.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';

/** What the colours of scores mean. */
export function SeverityLegend() {
  return (
    <EuiFlexGroup gutterSize="m" responsive={false} wrap>
      {SEVERITY_BANDS.map(({ name, from, color }) => (
        <EuiFlexItem key={name} grow={false}>
          <EuiHealth color={color} textSize="xs">
            {bandText(name)} {from > 0 ? `${from}+` : `< ${SCORE_BANDS[2].from}`}
          </EuiHealth>
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}
