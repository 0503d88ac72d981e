import { EuiHealth, EuiSuperSelect } from '@elastic/eui';
import type { ReactNode } from 'react';
import { translate } from '../kibana/i18n.ts';
import { bandText, SEVERITY_BANDS } from '../severity/severity_bands.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';

const options = () => [
  {
    value: '0',
    inputDisplay: translate('logAi.anomalies.filters.anyScore', { defaultMessage: 'Any score' }),
  },
  ...SEVERITY_BANDS.filter(({ from }) => from > 0)
    .reverse()
    .map(({ name, from, color }) => ({
      value: String(from),
      inputDisplay: (
        <Lowest color={color}>
          {translate('logAi.anomalies.filters.score', { defaultMessage: 'Score {from}+', values: { from } })}
        </Lowest>
      ),
      dropdownDisplay: (
        <Lowest color={color}>
          {from < SCORE_BANDS[0].from
            ? translate('logAi.anomalies.filters.scoreOrWorse', {
                defaultMessage: 'Score {from}+, {band} or worse',
                values: { from, band: bandText(name) },
              })
            : translate('logAi.anomalies.filters.scoreBand', {
                defaultMessage: 'Score {from}+, {band}',
                values: { from, band: bandText(name) },
              })}
        </Lowest>
      ),
    })),
];

function Lowest({ color, children }: { readonly color: string; readonly children: ReactNode }) {
  return (
    <EuiHealth color={color} css={{ lineHeight: 'inherit' }}>
      {children}
    </EuiHealth>
  );
}

/** The lowest score that is shown, in Kibana's bands. */
export function ScoreFilter({
  score,
  onChange,
}: {
  readonly score: number;
  readonly onChange: (score: number) => void;
}) {
  return (
    <EuiSuperSelect
      compressed
      fullWidth
      // The names of bands in one line, however narrow the field is.
      popoverProps={{ panelMinWidth: 250 }}
      options={options()}
      valueOfSelected={String(score)}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
