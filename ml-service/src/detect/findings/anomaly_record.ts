import type { AnomalyDocument } from '../../../../common/documents/anomaly_document.ts';
import type { Reference } from '../../../../common/documents/reference.ts';
import { SEVERITY_OF_LEVEL } from '../../../../common/levels.ts';
import type { Finding } from './finding.ts';
import { isoOfMinute } from '../../../../common/minutes.ts';

/**
 * A finding as it is indexed; `event.id` is its `_id`.
 *
 * @param created - When it was detected, milliseconds since the epoch: the caller has the clock.
 * @param samples - Where a few of its lines lie.
 * @param is_late - Whether it was found too late to alert anybody.
 * @param data_streams - Where the lines lie that it speaks of, sorted; undefined where they lie nowhere.
 */
export function anomalyDocumentOf({
  finding,
  created,
  samples,
  is_late = false,
  data_streams,
}: {
  readonly finding: Finding;
  readonly created: number;
  readonly samples: readonly Reference[];
  readonly is_late?: boolean;
  readonly data_streams?: readonly string[] | undefined;
}): AnomalyDocument {
  const { id, level, probability, service, template_id, typical, actual, record_score } = finding;
  const start = isoOfMinute(finding.start);
  const end = isoOfMinute(finding.end);
  return {
    '@timestamp': start,
    event: {
      id,
      kind: 'alert',
      start,
      end,
      created: new Date(created).toISOString(),
      reason: finding.reason,
      risk_score: finding.risk_score,
    },
    record_score,
    anomaly: {
      type: finding.type,
      status: finding.status,
      first_seen: start,
      last_seen: end,
      samples: [...samples],
      context: finding.context,
    },
    typical,
    actual,
    ...(probability === undefined ? {} : { probability }),
    service: { name: service },
    log_ai: {
      template: { id: template_id },
      ...(level === undefined ? {} : { severity: { label: SEVERITY_OF_LEVEL[level] } }),
    },
    is_interim: finding.status === 'active',
    ...(is_late && { is_late }),
    ...(data_streams && { data_streams: [...data_streams] }),
  };
}
