import { EuiHealth, EuiSuperSelect } from '@elastic/eui';
import { SEVERITY_BANDS } from '../severity/severity_bands.ts';

const OPTIONS = [
  { value: '0', inputDisplay: 'Any score' },
  ...SEVERITY_BANDS.filter(({ from }) => from > 0)
    .reverse()
    .map(({ name, from, color }) => ({
      value: String(from),
      inputDisplay: (
        <EuiHealth color={color} css={{ lineHeight: 'inherit' }}>
          Score {from}+, {name}
          {from < SEVERITY_BANDS[0].from && ' or worse'}
        </EuiHealth>
      ),
    })),
];

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
      options={OPTIONS}
      valueOfSelected={String(score)}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
