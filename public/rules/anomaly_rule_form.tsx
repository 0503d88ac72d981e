import { EuiFormRow, EuiSelect, EuiSpacer, EuiSwitch } from '@elastic/eui';
import { ANOMALY_TYPES } from '../../common/choices.ts';
import type { AnomalyRuleParams } from '../../common/rules/rule_params.ts';
import { type BandName, RULE_DEFAULTS } from '../../common/rules/rule_types.ts';
import { SCORE_BANDS } from '../../common/score_bands.ts';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import type { ApiClient } from '../api/api_client.ts';
import type { RuleFormProps } from '../kibana/contract.ts';
import { NamePicker } from './name_picker.tsx';
import { ServicePicker } from './service_picker.tsx';
import { translate } from '../kibana/i18n.ts';

const BAND_TEXTS: Readonly<Record<BandName, () => string>> = {
  critical: () => translate('logAi.rules.band.critical', { defaultMessage: 'Critical (75 and above)' }),
  major: () => translate('logAi.rules.band.major', { defaultMessage: 'Major (50 and above)' }),
  minor: () => translate('logAi.rules.band.minor', { defaultMessage: 'Minor (25 and above)' }),
  low: () => translate('logAi.rules.band.low', { defaultMessage: 'Low (any score)' }),
};

/** Which anomalies a rule is about. */
export function AnomalyRuleForm({
  api,
  ruleParams,
  setRuleParams,
  errors,
}: RuleFormProps<AnomalyRuleParams> & { readonly api: ApiClient }) {
  const params = { ...RULE_DEFAULTS.anomaly, ...ruleParams };
  return (
    <>
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
          value={params.min_band}
          onChange={({ target }) => setRuleParams('min_band', target.value as BandName)}
        />
      </EuiFormRow>
      <NamePicker
        label={translate('logAi.rules.anomaly.types', { defaultMessage: 'Anomaly types' })}
        placeholder={translate('logAi.rules.anomaly.allTypes', { defaultMessage: 'All types' })}
        offered={ANOMALY_TYPES}
        chosen={params.types}
        labelOf={anomalyTypeText}
        onChange={(types) => setRuleParams('types', types)}
      />
      <ServicePicker
        api={api}
        chosen={params.services}
        errors={errors['services']}
        onChange={(services) => setRuleParams('services', services)}
      />
      <NamePicker
        label={translate('logAi.rules.anomaly.templateIds', { defaultMessage: 'Template IDs' })}
        placeholder={translate('logAi.rules.anomaly.allTemplates', { defaultMessage: 'All templates' })}
        offered={[]}
        chosen={params.template_ids}
        errors={errors['template_ids']}
        isOpen
        onChange={(template_ids) => setRuleParams('template_ids', template_ids)}
      />
      <EuiSpacer size="m" />
      <EuiSwitch
        compressed
        label={translate('logAi.rules.anomaly.includeInterim', {
          defaultMessage: 'Include interim anomalies, which may still change',
        })}
        checked={params.include_interim}
        onChange={({ target }) => setRuleParams('include_interim', target.checked)}
      />
      <EuiSpacer size="m" />
    </>
  );
}
