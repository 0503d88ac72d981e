import type {
  AnomalyRuleParams,
  FailedRequestsRuleParams,
  IncidentRuleParams,
  NewErrorTemplateRuleParams,
} from '../../common/rules/rule_params.ts';
import { RULE_LIMITS } from '../../common/rules/rule_types.ts';
import { translate } from '../kibana/i18n.ts';

type Errors = Readonly<Record<string, readonly string[]>>;

/** What the parameters of any type of rule may hold. */
type Params = Partial<
  IncidentRuleParams & AnomalyRuleParams & NewErrorTemplateRuleParams & FailedRequestsRuleParams
>;

/**
 * By parameter what is wrong with it. What is left out, or is none of the rule's type, is not: the server half fills it in, and
 * checks everything.
 */
export function validateParams({ services, template_ids, levels, min_requests, window_minutes }: Params) {
  const errors: Errors = {
    services: listErrors(services),
    template_ids: listErrors(template_ids),
    levels:
      levels?.length === 0
        ? [translate('logAi.rules.invalid.noLevel', { defaultMessage: 'Select at least one level.' })]
        : [],
    min_requests: numberErrors(min_requests, RULE_LIMITS.requests),
    window_minutes: numberErrors(window_minutes, RULE_LIMITS.window_minutes),
  };
  return { errors };
}

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
