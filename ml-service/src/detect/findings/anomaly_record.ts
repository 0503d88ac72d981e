import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { TemplateLabel } from '../../../../common/documents/template_label.ts';
import type { Reference } from '../../../../common/documents/reference.ts';
import { joinSeverity, type SeverityVerdict } from '../../../../common/severity_rule.ts';
import { anomalyIdOf, type Finding, sentenceOf } from './finding.ts';
import { isoOfMinute } from '../../../../common/minutes.ts';
import { subjectKeyOf } from './subject.ts';

/**
 * A finding as it is indexed; `event.id` is its `_id`.
 *
 * @param written - When it is written, milliseconds since the epoch: the caller has the clock.
 * @param judged_until - The minutes before were judged.
 * @param watermark - The minutes before are counted for good; what was judged, where nobody says otherwise.
 * @param samples - Where a few of its lines lie.
 * @param is_late - Whether it was found too late to alert anybody.
 * @param data_streams - Where the lines lie that it speaks of, sorted; undefined where they lie nowhere.
 * @param label - How its template is called beside its id.
 * @param verdict - What is said of the severity of that template.
 * @param stored - The anomaly that it is, where there is one: id and start stay.
 * @param id - The one that it is given, where there is none.
 */
export function anomalyDocumentOf({
  finding,
  written,
  judged_until,
  watermark = judged_until,
  samples,
  is_late = false,
  data_streams,
  stored,
  label,
  verdict,
  id = stored?.event.id ?? anomalyIdOf(finding),
}: {
  readonly finding: Finding;
  readonly written: number;
  readonly judged_until: number;
  readonly watermark?: number | undefined;
  readonly samples: readonly Reference[];
  readonly is_late?: boolean;
  readonly data_streams?: readonly string[] | undefined;
  readonly stored?: AnomalyDocument | undefined;
  readonly label?: TemplateLabel | undefined;
  readonly verdict?: SeverityVerdict | undefined;
  readonly id?: string | undefined;
}): AnomalyDocument {
  const { level, probability, service, template_id, request_id, parameter, semantic_score } = finding;
  const severity = joinSeverity({ level, verdict });
  const first_seen = isoOfMinute(finding.start);
  const start = stored?.event.start ?? first_seen;
  const last_seen = isoOfMinute(finding.end);
  const now = new Date(written).toISOString();
  return {
    '@timestamp': start,
    event: {
      id,
      kind: 'alert',
      start,
      // It never ends before it begins, where only minutes before its minted start are left.
      end: last_seen < start ? start : last_seen,
      created: now,
      updated: now,
      reason: sentenceOf(finding),
      risk_score: finding.risk_score,
    },
    // One score that people see, under whichever of its two names they look.
    record_score: finding.risk_score,
    subject: { kind: finding.subject.kind, key: subjectKeyOf(finding.subject) },
    anomaly: {
      type: finding.type,
      status: finding.status,
      found_status: finding.status,
      first_seen,
      last_seen,
      judged_until: isoOfMinute(judged_until),
      raised: now,
      samples: [...samples],
      reason: finding.reason,
      context: { ...finding.context, unweighted_score: finding.record_score },
    },
    typical: finding.typical,
    actual: finding.actual,
    ...(probability === undefined ? {} : { probability }),
    ...(service === undefined ? {} : { service: { name: service } }),
    log_ai: {
      ...(template_id === undefined ? {} : { template: { id: template_id, ...label } }),
      ...(request_id === undefined ? {} : { request_id }),
      ...(parameter === undefined ? {} : { parameter: { name: parameter } }),
      ...(semantic_score === undefined ? {} : { semantic_score }),
      ...(severity && {
        severity: {
          label: severity.label,
          confidence: severity.confidence,
          decided_by: severity.decided_by,
        },
      }),
    },
    is_interim: finding.end > watermark,
    ...(is_late && { is_late }),
    ...(data_streams && { data_streams: [...data_streams] }),
  };
}
