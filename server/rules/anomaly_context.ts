import { anomalyQuery } from '../../common/discover/log_queries.ts';
import type { AlertContext } from '../../common/rules/rule_variables.ts';
import { scoreBandOf } from '../../common/score_bands.ts';
import type { RulePlace } from './alert.ts';
import type { AlertedAnomaly } from './alerted_anomaly.ts';
import { pageUrl, linesUrl } from './alert_links.ts';

/** What messages may say of an anomaly, now and when it ended. */
export function contextOfAnomaly(document: AlertedAnomaly, place: RulePlace): AlertContext {
  const { event, anomaly, service, log_ai, data_streams } = document;
  const { template } = log_ai;
  const lines = anomalyQuery(document, []);
  return {
    reason: event.reason,
    status: anomaly.status,
    score: Math.round(event.risk_score),
    severity: scoreBandOf(event.risk_score).name,
    type: anomaly.type,
    ...(service && { service: service.name }),
    ...(template && { template_id: template.id }),
    ...(template?.text !== undefined && { template_text: template.text }),
    start: event.start,
    detected: event.created,
    event_id: event.id,
    url: pageUrl({ place, view: 'anomalies', open: { anomaly: event.id }, range: event }),
    ...(lines && { discover_url: linesUrl({ place, lines, data_streams }) }),
  };
}
