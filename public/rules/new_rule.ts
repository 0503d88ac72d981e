import type { Anomaly, Template } from '../../common/api.ts';
import { excerptOf } from '../../common/excerpt.ts';
import type { AnomalyRuleParams } from '../../common/rules/rule_params.ts';
import { RULE_TYPES } from '../../common/rules/rule_types.ts';
import { scoreBandOf } from '../../common/score_bands.ts';
import { anomalyTypeText } from '../anomalies/anomaly_type_label.ts';
import { inPlace } from '../anomalies/place.ts';

/** What a new rule begins with. Its user changes what they like. */
export interface NewRule {
  readonly type_id: string;
  readonly name: string;
  readonly params: Partial<AnomalyRuleParams>;
}

/** A rule for more of the kind: the same type, service and template, as bad or worse. */
export function ruleOfAnomaly(anomaly: Anomaly): NewRule {
  const {
    event,
    anomaly: { type },
    service,
    log_ai,
  } = anomaly;
  return {
    type_id: RULE_TYPES.anomaly,
    name: `Log AI: ${inPlace(anomalyTypeText(type), anomaly)}`,
    params: {
      min_band: scoreBandOf(event.risk_score).name,
      types: [type],
      ...(service && { services: [service.name] }),
      ...(log_ai.template && { template_ids: [log_ai.template.id] }),
    },
  };
}

/** What a rule's name has room for, beside ours. */
const NAME_LENGTH = 61;

/** A rule for whatever is abnormal about a template. */
export function ruleOfTemplate({ id, name, text }: Pick<Template, 'id' | 'name' | 'text'>): NewRule {
  return {
    type_id: RULE_TYPES.anomaly,
    name: `Log AI: ${excerptOf(name ?? text, NAME_LENGTH)}`,
    params: { min_band: 'minor', template_ids: [id] },
  };
}
