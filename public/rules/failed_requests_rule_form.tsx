import { EuiFieldNumber, EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiSpacer } from '@elastic/eui';
import type { FailedRequestsRuleParams } from '../../common/rules/rule_params.ts';
import { RULE_DEFAULTS, RULE_LIMITS } from '../../common/rules/rule_types.ts';
import type { ApiClient } from '../api/api_client.ts';
import type { RuleFormProps } from '../kibana/contract.ts';
import { ServicePicker } from './service_picker.tsx';
import { translate } from '../kibana/i18n.ts';

/** How many failed requests in which time a rule is about. */
export function FailedRequestsRuleForm({
  api,
  ruleParams,
  setRuleParams,
  errors,
}: RuleFormProps<FailedRequestsRuleParams> & { readonly api: ApiClient }) {
  const { services, ...numbers } = { ...RULE_DEFAULTS.failed_requests, ...ruleParams };
  return (
    <>
      <EuiFlexGroup gutterSize="m">
        <EuiFlexItem>
          <NumberField
            label={translate('logAi.rules.failedRequests.atLeast', {
              defaultMessage: 'Failed requests, at least',
            })}
            value={numbers.min_requests}
            most={RULE_LIMITS.requests}
            errors={errors['min_requests']}
            onChange={(value) => setRuleParams('min_requests', value)}
          />
        </EuiFlexItem>
        <EuiFlexItem>
          <NumberField
            label={translate('logAi.rules.failedRequests.lastMinutes', {
              defaultMessage: 'In the last minutes',
            })}
            value={numbers.window_minutes}
            most={RULE_LIMITS.window_minutes}
            errors={errors['window_minutes']}
            onChange={(value) => setRuleParams('window_minutes', value)}
          />
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      <ServicePicker
        api={api}
        help={translate('logAi.rules.failedRequests.servicesHelp', {
          defaultMessage: 'The services in which requests fail first.',
        })}
        chosen={services}
        errors={errors['services']}
        onChange={(chosen) => setRuleParams('services', chosen)}
      />
      <EuiSpacer size="m" />
    </>
  );
}

function NumberField({
  label,
  value,
  most,
  errors = [],
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly most: number;
  readonly errors: readonly string[] | undefined;
  readonly onChange: (value: number) => void;
}) {
  return (
    <EuiFormRow fullWidth label={label} isInvalid={errors.length > 0} error={[...errors]}>
      <EuiFieldNumber
        compressed
        fullWidth
        min={1}
        max={most}
        isInvalid={errors.length > 0}
        value={Number.isNaN(value) ? '' : value}
        // An empty field is no number: it is wrong until there is one.
        onChange={({ target }) => onChange(target.valueAsNumber)}
      />
    </EuiFormRow>
  );
}
