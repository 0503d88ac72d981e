import { EuiSpacer, EuiSwitch } from '@elastic/eui';
import { ANOMALY_TYPES } from '../../common/choices.ts';
import type { AnomalyRuleParams } from '../../common/rules/rule_params.ts';
import { RULE_DEFAULTS } from '../../common/rules/rule_types.ts';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import type { ApiClient } from '../api/api_client.ts';
import type { RuleFormProps } from '../kibana/contract.ts';
import { BandPicker } from './band_picker.tsx';
import { NamePicker } from './name_picker.tsx';
import { ServicePicker } from './service_picker.tsx';
import { translate } from '../kibana/i18n.ts';

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
      <BandPicker band={params.min_band} onChange={(band) => setRuleParams('min_band', band)} />
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
