import { EuiHealth, EuiSuperSelect } from '@elastic/eui';
import { SEVERITY_BANDS } from '../severity/severity_bands.ts';

const OPTIONS = [...SEVERITY_BANDS].reverse().map(({ name, from, color }) => {
  const text =
    from === 0 ? 'Any score' : from === 75 ? `${name}: ${from} or more` : `${name} or worse: ${from}+`;
  return {
    value: String(from),
    inputDisplay: (
      <EuiHealth color={color} css={{ lineHeight: 'inherit' }}>
        {text}
      </EuiHealth>
    ),
  };
});

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
      aria-label="Lowest score"
      options={OPTIONS}
      valueOfSelected={String(score)}
      onChange={(value) => onChange(Number(value))}
    />
  );
}
