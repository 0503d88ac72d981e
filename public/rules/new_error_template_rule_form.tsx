import { EuiSpacer } from '@elastic/eui';
import { LEVELS } from '../../common/choices.ts';
import type { NewErrorTemplateRuleParams } from '../../common/rules/rule_params.ts';
import { RULE_DEFAULTS } from '../../common/rules/rule_types.ts';
import type { ApiClient } from '../api/api_client.ts';
import type { RuleFormProps } from '../kibana/contract.ts';
import { NamePicker } from './name_picker.tsx';
import { ServicePicker } from './service_picker.tsx';
import { translate } from '../kibana/i18n.ts';

/** Which new templates a rule is about. */
export function NewErrorTemplateRuleForm({
  api,
  ruleParams,
  setRuleParams,
  errors,
}: RuleFormProps<NewErrorTemplateRuleParams> & { readonly api: ApiClient }) {
  const { services, levels } = { ...RULE_DEFAULTS.new_error_template, ...ruleParams };
  return (
    <>
      <NamePicker
        label={translate('logAi.rules.newErrorTemplate.levels', { defaultMessage: 'Log levels' })}
        placeholder={translate('logAi.rules.newErrorTemplate.selectLevels', {
          defaultMessage: 'Select levels',
        })}
        offered={LEVELS}
        chosen={levels}
        errors={errors['levels']}
        onChange={(chosen) => setRuleParams('levels', chosen)}
      />
      <ServicePicker
        api={api}
        chosen={services}
        errors={errors['services']}
        onChange={(chosen) => setRuleParams('services', chosen)}
      />
      <EuiSpacer size="m" />
    </>
  );
}
