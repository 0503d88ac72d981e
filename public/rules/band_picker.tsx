import { EuiFormRow, EuiSelect } from '@elastic/eui';
import type { BandName } from '../../common/rules/rule_types.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';
import { translate } from '../kibana/i18n.ts';

const BAND_TEXTS: Readonly<Record<BandName, () => string>> = {
  critical: () => translate('logAi.rules.band.critical', { defaultMessage: 'Critical (75 and above)' }),
  major: () => translate('logAi.rules.band.major', { defaultMessage: 'Major (50 and above)' }),
  minor: () => translate('logAi.rules.band.minor', { defaultMessage: 'Minor (25 and above)' }),
  low: () => translate('logAi.rules.band.low', { defaultMessage: 'Low (any score)' }),
};

/** The least severe band that a rule tells of. */
export function BandPicker({
  band,
  onChange,
}: {
  readonly band: BandName;
  readonly onChange: (band: BandName) => void;
}) {
  return (
    <EuiFormRow
      fullWidth
      label={translate('logAi.rules.anomaly.minimumSeverity', { defaultMessage: 'Minimum severity' })}
      helpText={translate('logAi.rules.anomaly.severityHelp', {
        defaultMessage:
          'Each severity has its own actions. Add an action for every severity that you want to be notified of.',
      })}
    >
      <EuiSelect
        compressed
        fullWidth
        options={SCORE_BANDS.map(({ name }) => ({ value: name, text: BAND_TEXTS[name]() }))}
        value={band}
        onChange={({ target }) => onChange(target.value as BandName)}
      />
    </EuiFormRow>
  );
}
