import { EuiHealth, EuiSuperSelect } from '@elastic/eui';
import type { ReactNode } from 'react';
import { SEVERITY_BANDS } from '../severity/severity_bands.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';

const OPTIONS = [
  { value: '0', inputDisplay: 'Any score' },
  ...SEVERITY_BANDS.filter(({ from }) => from > 0)
    .reverse()
    .map(({ name, from, color }) => ({
      value: String(from),
      inputDisplay: <Lowest color={color}>Score {from}+</Lowest>,
      dropdownDisplay: (
        <Lowest color={color}>
          Score {from}+, {name}
          {from < SCORE_BANDS[0].from && ' or worse'}
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
      options={OPTIONS}
      valueOfSelected={String(score)}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
