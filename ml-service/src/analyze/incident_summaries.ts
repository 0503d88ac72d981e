import type { CauseSummary, IncidentSummary } from '../../../common/analysis_report.ts';
import type { IncidentDocument } from '../../../common/documents/incident_document.ts';
import { minuteOf, timeOfMinute } from '../../../common/minutes.ts';
import type { Stretch } from '../correlate/cause/find_causes.ts';
import type { RankedCause } from '../correlate/cause/rank_causes.ts';
import { UNKNOWN_SERVICE } from '../correlate/request_assembler.ts';
import { firstErrorOf, requestDocumentOf } from '../correlate/request_record.ts';
import type { FailedRequest } from '../correlate/request_story.ts';
import { anomalyIdOf, type Finding } from '../detect/findings/finding.ts';
import { subjectKeyOf } from '../detect/findings/subject.ts';
import { clearCause, withCause } from '../incidents/cause.ts';
import { type Evidence, FAILED_SAMPLES, type Failures, isNotice } from '../incidents/evidence.ts';
import { incidentDocumentOf } from '../incidents/incident_record.ts';
import { joinEvidence } from '../incidents/join_evidence.ts';
import { incidentIdOf } from '../incidents/match_incidents.ts';
import { withoutUnknownService } from './anomaly_summaries.ts';
import { summarizeCauses } from './cause_summaries.ts';
import { IncidentsConfig } from '../settings/incidents.ts';

/** Incidents of which it is asked where they began. */
const MOST_WITH_CAUSES = 3;

/**
 * Joins what was found in an input into incidents, the gravest first. A single anomaly that no request failed for is no more
 * than that anomaly.
 */
export function summarizeIncidents({
  findings,
  failed,
  judged_until,
  causesOf,
  textOf,
}: {
  readonly findings: readonly Finding[];
  /** Those whose lines had times. */
  readonly failed: readonly FailedRequest[];
  /** Milliseconds since the epoch. */
  readonly judged_until: number;
  /** Where it began, by what requests show. Asked for the gravest: for the others nobody reads on. */
  readonly causesOf: (when: {
    readonly during: Stretch;
    readonly except: readonly Stretch[];
  }) => readonly RankedCause[];
  readonly textOf: (template_id: string | undefined) => string | undefined;
}): IncidentSummary[] {
  const settings = IncidentsConfig.parse({});
  const groups = joinEvidence({ evidence: findings.map(evidenceOf), failures: failuresOf(failed), settings });
  return groups
    .filter(({ evidence, failures }) => evidence.length > 1 || failures.length > 0)
    .map((group) => {
      const match = { id: incidentIdOf(group.evidence[0].id), others: [] };
      return incidentDocumentOf(group, match, { settings, judged_until, now: judged_until });
    })
    .sort((a, b) => b.event.risk_score - a.event.risk_score || (a.event.start < b.event.start ? -1 : 1))
    .map((incident, rank, all) => {
      if (rank >= MOST_WITH_CAUSES) return summaryOf(incident, []);
      const except = all.filter((other) => other !== incident).map(stretchOf);
      const during = stretchOf(incident);
      const causes = causesOf({ during, except });
      const service = clearCause(causes);
      const named = withCause(incident, { service, until: during.to, now: judged_until });
      return summaryOf(named, summarizeCauses(causes, textOf));
    });
}

function summaryOf({ event, incident }: IncidentDocument, causes: CauseSummary[]): IncidentSummary {
  const { first_service, services, anomaly_total, failed_requests } = incident;
  return {
    status: incident.status === 'active' ? 'active' : 'resolved',
    reason: withoutUnknownService(event.reason),
    start: event.start,
    end: event.end,
    risk_score: event.risk_score,
    ...(first_service !== undefined && first_service !== UNKNOWN_SERVICE && { first_service }),
    causes,
    services: services.filter((name) => name !== UNKNOWN_SERVICE),
    anomaly_count: anomaly_total,
    failed_request_count: failed_requests,
  };
}

function stretchOf({ event }: IncidentDocument): Stretch {
  return { from: Date.parse(event.start), to: Date.parse(event.end) };
}

function evidenceOf(finding: Finding): Evidence {
  const { type, subject, start, end, status, risk_score, service, template_id, request_id, reason } = finding;
  return {
    id: anomalyIdOf(finding),
    start: timeOfMinute(start),
    end: timeOfMinute(end),
    is_active: status === 'active',
    is_expected: false,
    ...(isNotice(type) && { is_notice: true }),
    is_interim: false,
    is_late: false,
    risk_score,
    subject: `${subject.kind} ${subjectKeyOf(subject)}`,
    ...(service !== undefined && { service }),
    ...(template_id !== undefined && { template_id }),
    ...(reason.template !== undefined && { template: reason.template }),
    ...(request_id !== undefined && { request_id }),
  };
}

function failuresOf(failed: readonly FailedRequest[]): Failures[] {
  const groups = Map.groupBy(failed, ({ first_error: { timestamp, service } }) =>
    JSON.stringify([minuteOf(timestamp), service]),
  );
  return [...groups.values()].map((stories) => {
    const { timestamp, service } = stories[0]!.first_error;
    return {
      time: timeOfMinute(minuteOf(timestamp)),
      service,
      count: stories.length,
      samples: stories.slice(0, FAILED_SAMPLES).map((story) => ({
        ...requestDocumentOf({ story, outcome: 'failed', created: timestamp }),
        first_error: firstErrorOf(story.first_error),
      })),
    };
  });
}
