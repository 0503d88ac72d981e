import { excerptOf } from '../../../../common/excerpt.ts';
import type { Finding } from '../findings/finding.ts';
import type { KnownTemplate } from '../detector.ts';
import { isoOfMinute } from '../../../../common/minutes.ts';
import type { NewTemplateConfig } from '../../settings/detectors.ts';
import type { FollowedTemplate } from './followed_template.ts';
import { recordScoreOf, riskScoreOf } from '../findings/scores.ts';

/** What a new template says of itself. */
export function newTemplateFinding({
  followed,
  status,
  config,
  templates,
}: {
  readonly followed: FollowedTemplate;
  readonly status: Finding['status'];
  readonly config: NewTemplateConfig;
  readonly templates: ReadonlyMap<string, KnownTemplate>;
}): Finding {
  const { template_id, service, services, level, start, lines, probability, days_away } = followed;
  const record_score = recordScoreOf({
    decades: -Math.log10(probability),
    full_decades: config.full_decades,
  });
  return {
    type: 'new_template',
    subject: { kind: 'template', template: template_id },
    template_id,
    service,
    ...(level === undefined ? {} : { level }),
    start,
    end: followed.last + 1,
    status,
    typical: 0,
    actual: lines,
    probability,
    record_score,
    risk_score: riskScoreOf({ record_score, level, verdict: templates.get(template_id)?.verdict }),
    reason: {
      code: days_away === undefined ? 'new_template' : 'returned_template',
      service,
      template: excerptOf(templates.get(template_id)?.text ?? template_id),
      ...(level === undefined ? {} : { level }),
      numbers: { lines, ...(days_away !== undefined && { days: days_away }) },
      times: { since: isoOfMinute(start) },
    },
    context: { follow_minutes: config.follow_minutes, total: lines, services },
  };
}
