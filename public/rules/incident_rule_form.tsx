import { EuiSpacer } from '@elastic/eui';
import type { IncidentRuleParams } from '../../common/rules/rule_params.ts';
import { RULE_DEFAULTS } from '../../common/rules/rule_types.ts';
import type { ApiClient } from '../api/api_client.ts';
import type { RuleFormProps } from '../kibana/contract.ts';
import { translate } from '../kibana/i18n.ts';
import { BandPicker } from './band_picker.tsx';
import { ServicePicker } from './service_picker.tsx';

/** Which incidents a rule is about. */
export function IncidentRuleForm({
  api,
  ruleParams,
  setRuleParams,
  errors,
}: RuleFormProps<IncidentRuleParams> & { readonly api: ApiClient }) {
  const { min_band, services } = { ...RULE_DEFAULTS.incident, ...ruleParams };
  return (
    <>
      <BandPicker band={min_band} onChange={(band) => setRuleParams('min_band', band)} />
      <ServicePicker
        api={api}
        help={translate('logAi.rules.incident.servicesHelp', {
          defaultMessage: 'Incidents in which one of these services is abnormal.',
        })}
        chosen={services}
        errors={errors['services']}
        onChange={(chosen) => setRuleParams('services', chosen)}
      />
      <EuiSpacer size="m" />
    </>
  );
}
