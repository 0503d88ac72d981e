import type { ComponentType } from 'react';
import type { RuleTypeName } from '../../common/rules/rule_types.ts';
import type { ApiClient } from '../api/api_client.ts';
import { AnomalyRuleForm } from '../rules/anomaly_rule_form.tsx';
import { FailedRequestsRuleForm } from '../rules/failed_requests_rule_form.tsx';
import { IncidentRuleForm } from '../rules/incident_rule_form.tsx';
import { NewErrorTemplateRuleForm } from '../rules/new_error_template_rule_form.tsx';
import { apiOf } from './api_of_http.ts';
import type { CoreStart, RuleFormProps, RuleParams } from './contract.ts';

const FORMS = {
  incident: IncidentRuleForm,
  anomaly: AnomalyRuleForm,
  new_error_template: NewErrorTemplateRuleForm,
  failed_requests: FailedRequestsRuleForm,
} as const satisfies Record<RuleTypeName, unknown>;

type Form = ComponentType<RuleFormProps<RuleParams> & { readonly api: ApiClient }>;

/** The form of a type of rules, for Kibana's page. What else Kibana gives it is not passed on. */
export function createRuleForm({
  name,
  http,
}: {
  readonly name: RuleTypeName;
  readonly http: CoreStart['http'];
}): ComponentType<RuleFormProps<RuleParams>> {
  const api = apiOf(http);
  // Whose parameters they are is told by the type of the rule alone.
  const TypedForm = FORMS[name] as unknown as Form;
  return function RuleForm({ ruleParams, setRuleParams, errors }) {
    return <TypedForm api={api} ruleParams={ruleParams} setRuleParams={setRuleParams} errors={errors} />;
  };
}
