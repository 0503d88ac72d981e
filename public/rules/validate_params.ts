import type {
  AnomalyRuleParams,
  FailedRequestsRuleParams,
  IncidentRuleParams,
  NewErrorTemplateRuleParams,
} from '../../common/rules/rule_params.ts';
import { RULE_LIMITS } from '../../common/rules/rule_types.ts';
import { translate } from '../kibana/i18n.ts';

type Errors = Readonly<Record<string, readonly string[]>>;

/** By parameter what is wrong with it. What is left out is not: the server half fills it in, and checks everything. */
export const RULE_VALIDATORS = {
  incident: ({ services }: Partial<IncidentRuleParams>) => ({
    errors: { services: listErrors(services) } satisfies Errors,
  }),
  anomaly: ({ services, template_ids }: Partial<AnomalyRuleParams>) => ({
    errors: { services: listErrors(services), template_ids: listErrors(template_ids) } satisfies Errors,
  }),
  new_error_template: ({ services, levels }: Partial<NewErrorTemplateRuleParams>) => ({
    errors: {
      services: listErrors(services),
      levels:
        levels?.length === 0
          ? [translate('logAi.rules.invalid.noLevel', { defaultMessage: 'Select at least one level.' })]
          : [],
    } satisfies Errors,
  }),
  failed_requests: ({ services, min_requests, window_minutes }: Partial<FailedRequestsRuleParams>) => ({
    errors: {
      services: listErrors(services),
      min_requests: numberErrors(min_requests, RULE_LIMITS.requests),
      window_minutes: numberErrors(window_minutes, RULE_LIMITS.window_minutes),
    } satisfies Errors,
  }),
} as const;

function listErrors(names: readonly string[] | undefined): string[] {
  return names && names.length > RULE_LIMITS.names
    ? [
        translate('logAi.rules.invalid.tooMany', {
          defaultMessage: 'Select at most {most}.',
          values: { most: RULE_LIMITS.names },
        }),
      ]
    : [];
}

function numberErrors(value: number | undefined, most: number): string[] {
  if (value === undefined) return [];
  return Number.isInteger(value) && value >= 1 && value <= most
    ? []
    : [
        translate('logAi.rules.invalid.number', {
          defaultMessage: 'Enter a whole number from 1 to {most}.',
          values: { most },
        }),
      ];
}
