import { EuiHealth } from '@elastic/eui';
import { translate } from '../kibana/i18n.ts';
import { bandText, severityBandOf } from './severity_bands.ts';

/** A score with the colour of its band. The number says the same to those who do not see the colour. */
export function Score({ score }: { readonly score: number }) {
  const { color, name } = severityBandOf(score);
  return (
    <EuiHealth
      color={color}
      textSize="inherit"
      title={translate('logAi.severity.score', {
        defaultMessage: '{band}: {score} of 100',
        values: { band: bandText(name), score: score.toFixed(0) },
      })}
    >
      {/* A score that is not zero is not shown as zero. */}
      {score > 0 && score < 1 ? '< 1' : score.toFixed(0)}
    </EuiHealth>
  );
}
