import { describe, expect, it } from 'vitest';
import type { Template } from '../../../../common/api.ts';
import {
  AnomalyRuleParams,
  FailedRequestsRuleParams,
  IncidentRuleParams,
  NewErrorTemplateRuleParams,
} from '../../../../common/rules/rule_params.ts';
import { RULE_VARIABLES, variablesOf } from '../../../../common/rules/rule_variables.ts';
import { RULE_TYPES, type RuleTypeName } from '../../../../common/rules/rule_types.ts';
import { ruleOfAnomaly, ruleOfTemplate } from '../../../../public/rules/new_rule.ts';
import { RULE_TYPE_TEXTS } from '../../../../public/rules/rule_type_texts.ts';
import { validateParams } from '../../../../public/rules/validate_params.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';

describe('a rule that is made', () => {
  const { anomalies: anomaly, templates: template } = SAMPLE_DOCUMENTS;

  it('from an anomaly is for more of its kind, as bad or worse', () => {
    expect(ruleOfAnomaly(anomaly)).toEqual({
      type_id: 'log_ai.anomaly',
      name: `Log AI: Frequency in checkout`,
      params: {
        min_band: 'major',
        types: ['frequency'],
        services: ['checkout'],
        template_ids: ['template_connection_timeout_3f9a'],
      },
    });
  });

  it('from a template is for whatever is abnormal about it', () => {
    expect(ruleOfTemplate(template as Template)).toEqual({
      type_id: 'log_ai.anomaly',
      name: 'Log AI: Connection timeout',
      params: { min_band: 'minor', template_ids: ['template_connection_timeout_3f9a'] },
    });
    const { name: _name, ...unnamed } = template;
    expect(ruleOfTemplate({ ...unnamed, text: `a\n${'b'.repeat(100)}` }).name).toBe(
      `Log AI: a ${'b'.repeat(58)}…`,
    );
  });

  it('is what the server half takes', () => {
    for (const { params } of [ruleOfAnomaly(anomaly), ruleOfTemplate(template)]) {
      expect(AnomalyRuleParams.safeParse(params).success).toBe(true);
    }
  });
});

describe('the form', () => {
  const SCHEMAS = {
    incident: IncidentRuleParams,
    anomaly: AnomalyRuleParams,
    new_error_template: NewErrorTemplateRuleParams,
    failed_requests: FailedRequestsRuleParams,
  } as const;
  const many = Array.from({ length: 101 }, String);

  it.each<[RuleTypeName, object, readonly string[]]>([
    ['incident', { services: many }, ['services']],
    ['anomaly', {}, []],
    ['anomaly', { services: many, template_ids: many }, ['services', 'template_ids']],
    ['new_error_template', {}, []],
    ['new_error_template', { levels: [] }, ['levels']],
    ['failed_requests', {}, []],
    ['failed_requests', { min_requests: Number.NaN, window_minutes: 0 }, ['min_requests', 'window_minutes']],
    ['failed_requests', { min_requests: 1.5, window_minutes: 1441 }, ['min_requests', 'window_minutes']],
  ])('of %s with %j says what is wrong, as the server half would', (type, params, wrong) => {
    const errors = Object.entries(validateParams(params).errors);
    expect(errors.filter(([, texts]) => texts.length > 0).map(([name]) => name)).toEqual(wrong);
    expect(SCHEMAS[type].safeParse(params).success).toBe(wrong.length === 0);
  });
});

describe('the messages that an action begins with', () => {
  it.each(Object.keys(RULE_TYPES) as RuleTypeName[])('of %s use variables that its alerts have', (type) => {
    const { defaultActionMessage, defaultRecoveryMessage } = RULE_TYPE_TEXTS[type];
    const used = [...`${defaultActionMessage} ${defaultRecoveryMessage}`.matchAll(/\{\{([^}]+)\}\}/g)];
    const known = variablesOf(type).map(({ name }) => `context.${name}`);
    expect(used.map(([, name]) => name).filter((name) => !known.includes(name!))).toEqual([]);
  });

  it('have addresses that Kibana must know its own for', () => {
    const links = Object.entries(RULE_VARIABLES).filter(([name]) => name.endsWith('url'));
    expect(links.every(([, variable]) => 'is_link' in variable)).toBe(true);
  });
});
