import { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import { IncidentDocument } from '../../../../common/documents/incident_document.ts';
import { RequestDocument } from '../../../../common/documents/request_document.ts';
import { registerRuleTypes } from '../../../../server/kibana/rule_types.ts';
import { memorySearch } from '../../../fixtures/memory_search.ts';
import { SAMPLE_DOCUMENTS } from '../../../fixtures/sample_documents.ts';
import { Alerting, type RuleRunReport } from '../../../host/server/plugins/alerting.ts';

/** Rules over documents in memory, run as Kibana runs them. */

/** 10:00 on the day of the tests; minutes are counted from there. */
const BEGIN = Date.parse('2026-11-28T10:00:00.000Z');

/** @example at(90) // '2026-11-28T11:30:00.000Z' */
export const at = (minute: number) => new Date(BEGIN + minute * 60_000).toISOString();

/** The types of Log AI, registered. */
export function alertingOf(public_url?: string): Alerting {
  const alerting = new Alerting();
  registerRuleTypes({
    alerting: alerting.setup,
    base_path: { serverBasePath: '/kibana', publicBaseUrl: public_url },
  });
  return alerting;
}

/** What differs between anomalies; all else is that of a spike of errors in the cart. */
export interface AnomalyFacts {
  readonly id: string;
  readonly score?: number;
  readonly type?: AnomalyDocument['anomaly']['type'];
  readonly status?: AnomalyDocument['anomaly']['status'];
  readonly service?: string;
  readonly template?: string;
  readonly level?: 'WARN' | 'ERROR' | 'CRITICAL' | 'FATAL';
  /** Minutes after 10:00. */
  readonly created?: number;
  readonly raised?: number;
  readonly start?: number;
  readonly is_interim?: boolean;
  readonly is_late?: boolean;
}

const SEVERITIES = { WARN: 'warning', ERROR: 'error', CRITICAL: 'critical', FATAL: 'critical' } as const;

/** An anomaly as the service writes it. */
export function anomalyOf({
  id,
  score = 80,
  type = 'frequency',
  status = 'active',
  service = 'cart',
  template = 'template_failed_to_connect_3f9a',
  level = 'ERROR',
  created = 0,
  raised = created,
  start = created - 2,
  is_interim = false,
  is_late = false,
}: AnomalyFacts): AnomalyDocument {
  const sample = SAMPLE_DOCUMENTS.anomalies;
  return AnomalyDocument.parse({
    ...sample,
    '@timestamp': at(start),
    event: {
      ...sample.event,
      id,
      start: at(start),
      end: at(start + 2),
      created: at(created),
      updated: at(raised),
      reason: `${service}: "Failed to connect" up to 11.3/min, typically none.`,
      risk_score: score,
    },
    record_score: score,
    service: { name: service },
    log_ai: {
      template: { id: template, text: 'Failed to connect to <target>' },
      severity: { label: SEVERITIES[level] },
    },
    anomaly: {
      ...sample.anomaly,
      type,
      status,
      found_status: status === 'expected' ? 'active' : status,
      raised: at(raised),
      reason: { code: type, service, level, numbers: {}, times: {} },
    },
    is_interim,
    is_late,
    data_streams: ['logs-shop-default'],
  });
}

/** What differs between incidents; all else is that of an outage that began in the inventory. */
export interface IncidentFacts {
  readonly id: string;
  /** What may alert. */
  readonly score?: number;
  readonly status?: IncidentDocument['incident']['status'];
  readonly services?: readonly string[];
  readonly merged_into?: string;
  /** Minutes after 10:00; undefined: nothing of it may alert. */
  readonly raised?: number | undefined;
}

/** An incident as the service writes it. */
export function incidentOf({ raised = 0, ...facts }: IncidentFacts): IncidentDocument {
  const { id, score = 80, status = 'active', services = ['inventory', 'checkout'], merged_into } = facts;
  const { incidents: sample } = SAMPLE_DOCUMENTS;
  const { merged_into: _merged_into, raised: _raised, ...incident } = sample.incident;
  return IncidentDocument.parse({
    ...sample,
    '@timestamp': at(-2),
    event: { ...sample.event, id, start: at(-2), end: at(raised), created: at(0), updated: at(raised) },
    incident: {
      ...incident,
      status,
      alert_score: score,
      services,
      ...(score > 0 && { raised: at(raised) }),
      ...(merged_into !== undefined && { merged_into }),
    },
  });
}

/** A failed request as the service writes it. */
export function failedRequestOf({
  id,
  service = 'cart',
  template = 'template_failed_to_connect_3f9a',
  created,
  ended = created - 0.5,
}: {
  readonly id: string;
  readonly service?: string;
  readonly template?: string | undefined;
  readonly ended?: number;
  /** Minutes after 10:00. */
  readonly created: number;
}): RequestDocument {
  const sample = SAMPLE_DOCUMENTS.requests;
  return RequestDocument.parse({
    ...sample,
    '@timestamp': at(created - 1),
    request_id: id,
    event: { ...sample.event, start: at(ended - 0.5), end: at(ended), created: at(created) },
    first_error: {
      '@timestamp': at(created - 1),
      service,
      ...(template !== '' && { template_id: template }),
    },
    data_streams: ['logs-shop-default'],
  });
}

/** A rule over documents that may change between its runs. */
export function ruleOf({
  type_id,
  params = {},
  most_alerts,
  public_url,
  space,
}: {
  readonly type_id: string;
  readonly params?: object;
  readonly most_alerts?: number;
  readonly public_url?: string;
  readonly space?: string;
}) {
  const indices = {
    'log-ai-anomalies': [] as AnomalyDocument[],
    'log-ai-incidents': [] as IncidentDocument[],
    'log-ai-requests': [] as RequestDocument[],
    'log-ai-templates': [SAMPLE_DOCUMENTS.templates],
  };
  const memory = memorySearch(indices);
  const rule = alertingOf(public_url).createRule({
    type_id,
    params,
    client: { search: memory.search },
    ...(most_alerts !== undefined && { most_alerts }),
    ...(space !== undefined && { space }),
  });
  return {
    indices,
    searches: memory.searches,
    /** @param minute - After 10:00. */
    run: (minute: number) => rule.run(new Date(at(minute))),
    /** Sets the anomalies, runs, and gives what actions ran: `critical a`. */
    tell: async (minute: number, anomalies: readonly AnomalyFacts[]): Promise<string[]> => {
      indices['log-ai-anomalies'].splice(0, Infinity, ...anomalies.map(anomalyOf));
      return namesOf(await rule.run(new Date(at(minute))));
    },
    /** The same of incidents. */
    tellOf: async (minute: number, incidents: readonly IncidentFacts[]): Promise<string[]> => {
      indices['log-ai-incidents'].splice(0, Infinity, ...incidents.map(incidentOf));
      return namesOf(await rule.run(new Date(at(minute))));
    },
  };
}

export const namesOf = ({ actions }: RuleRunReport) => actions.map(({ group, alert }) => `${group} ${alert}`);
