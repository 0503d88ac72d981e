import type { AnomalyType } from '../../common/documents/anomaly_document.ts';
import { type Level, SEVERITY_OF_LEVEL } from '../../common/levels.ts';
import type { AnomalyRuleParams, NewErrorTemplateRuleParams } from '../../common/rules/rule_params.ts';
import { ACTION_GROUPS } from '../../common/rules/action_groups.ts';
import type { BandName } from '../../common/rules/rule_types.ts';
import { INDICES } from '../../common/indices.ts';
import { lowestScoreOf } from '../../common/score_bands.ts';
import { ALERTED_FIELDS, type AlertedAnomaly, readAnomalies } from './alerted_anomaly.ts';
import { contextOfAnomaly } from './anomaly_context.ts';
import { newsOf, type ScoredSource } from './scored_record.ts';

/** Which anomalies a rule is about. An empty list means any. */
interface AnomalyCriteria {
  readonly min_score: number;
  readonly types: readonly AnomalyType[];
  readonly services: readonly string[];
  readonly template_ids: readonly string[];
  readonly levels: readonly Level[];
  readonly include_interim: boolean;
  /** The action group of one of this band. */
  readonly groupOf: (band: BandName) => string;
}

/** Each band has actions of its own. */
export function anomaliesOf({ min_band, ...params }: AnomalyRuleParams): ScoredSource {
  return sourceOf({ ...params, min_score: lowestScoreOf(min_band), levels: [], groupOf: (band) => band });
}

/** That a template is new does not change with more lines of it: it is told at once, and once. */
export function newErrorsOf(params: NewErrorTemplateRuleParams): ScoredSource {
  return sourceOf({
    ...params,
    min_score: 0,
    types: ['new_template'],
    template_ids: [],
    include_interim: false,
    groupOf: () => ACTION_GROUPS.new_error_template[0].id,
  });
}

/** What is not past the watermark yet waits, unless it is asked for. */
function sourceOf(criteria: AnomalyCriteria): ScoredSource {
  const { min_score, include_interim, groupOf } = criteria;
  return {
    index: INDICES.anomalies.name,
    fields: { score: 'event.risk_score', raised: 'anomaly.raised', status: 'anomaly.status' },
    parts: ALERTED_FIELDS,
    min_score,
    filter: filtersOf(criteria),
    must_not: [{ term: { is_late: true } }, ...(include_interim ? [] : [{ term: { is_interim: true } }])],
    groupOf,
    read: (documents) =>
      readAnomalies(documents).map((anomaly) => ({
        id: anomaly.event.id,
        score: anomaly.event.risk_score,
        is_active: anomaly.anomaly.status === 'active',
        is_meant: isMeant(criteria, anomaly),
        news: newsOf(anomaly.event.created, anomaly.anomaly.raised),
        contextIn: (place) => contextOfAnomaly(anomaly, place),
      })),
  };
}

/** What Elasticsearch can be asked; {@link isMeant} knows the rest. */
function filtersOf(criteria: AnomalyCriteria): Record<string, unknown>[] {
  const { types, services, template_ids, levels } = criteria;
  const severities = [...new Set(levels.map((level) => SEVERITY_OF_LEVEL[level]))];
  return Object.entries({
    'anomaly.type': types,
    'service.name': services,
    'log_ai.template.id': template_ids,
    'log_ai.severity.label': severities,
  }).flatMap(([field, values]) => (values.length === 0 ? [] : [{ terms: { [field]: [...values] } }]));
}

/**
 * Whether a rule with these criteria tells of the anomaly, whatever its score: what was told once is told until it ends. The
 * documents of older versions do not say their level; for them their severity decides, which was asked for.
 */
function isMeant(
  { types, services, template_ids, levels }: AnomalyCriteria,
  { anomaly, service, log_ai, is_late }: AlertedAnomaly,
): boolean {
  const level = anomaly.reason?.level;
  return (
    is_late !== true &&
    isOneOf(types, anomaly.type) &&
    isOneOf(services, service?.name) &&
    isOneOf(template_ids, log_ai.template?.id) &&
    (level === undefined || isOneOf(levels, level))
  );
}

function isOneOf(allowed: readonly string[], value: string | undefined): boolean {
  return allowed.length === 0 || (value !== undefined && allowed.includes(value));
}
